using Samlet.Runtimes;

namespace Samlet.Cli;

/// <summary>
/// Where a function's log and its response go: standard error and standard output, or both into one file. Nothing is
/// added to a response; only a terminal gets a line end behind it.
/// </summary>
internal sealed class OutputTarget : IDisposable
{
    private readonly Stream? _file;
    private readonly Stream _response;
    private readonly bool _endsLine;

    private OutputTarget(Stream? file, Terminal terminal)
    {
        _file = file;
        _response = file ?? terminal.Output;
        _endsLine = file is null && terminal.IsOutputTerminal;
        Log = new LogStream(file ?? terminal.Error)
        {
            IsForTerminal = file is null && terminal.IsErrorTerminal,
            HasColors = file is null && terminal.HasColors,
        };
    }

    public LogStream Log { get; }

    /// <exception cref="UserErrorException">The file cannot be written.</exception>
    public static OutputTarget Open(string? logFile, Terminal terminal)
    {
        try
        {
            return new OutputTarget(logFile is null ? null : File.Create(logFile), terminal);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UserErrorException($"cannot write the log file `{logFile}`: {error.Message}", inner: error);
        }
    }

    public void Respond(ReadOnlySpan<byte> payload)
    {
        _response.Write(payload);
        if (_endsLine)
        {
            _response.Write("\n"u8);
        }

        _response.Flush();
    }

    public void Dispose() => _file?.Dispose();
}
