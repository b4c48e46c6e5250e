using Samlet.Runtimes;

namespace Samlet.Cli;

/// <summary>Reads the event of an invocation: a file, standard input, or `{}` when none is given.</summary>
internal sealed class EventReader(Terminal terminal, Reporter reporter)
{
    private const string StandardInput = "-";

    /// <exception cref="UserErrorException">There is no such file, or what it holds is no event.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(string? source, CancellationToken cancellationToken)
    {
        if (source is null)
        {
            return "{}"u8.ToArray();
        }

        var bytes = source == StandardInput
            ? await ReadInputAsync(cancellationToken)
            : await ReadFileAsync(source, cancellationToken);
        return Check(source == StandardInput ? "standard input" : source, Payload.WithoutByteOrderMark(bytes));
    }

    private async Task<byte[]> ReadInputAsync(CancellationToken cancellationToken)
    {
        if (terminal.IsInputTerminal)
        {
            reporter.Line("reading the event from the terminal; end it with Ctrl+D");
        }

        return await ReadToEndAsync(terminal.Input, cancellationToken);
    }

    /// <summary>An ordinary file is there at once and needs no other thread; a pipe may keep us waiting.</summary>
    private static async ValueTask<byte[]> ReadAsync(FileStream file, CancellationToken cancellationToken)
    {
        if (!file.CanSeek)
        {
            return await ReadToEndAsync(file, cancellationToken);
        }

        var content = new byte[file.Length];
        file.ReadExactly(content);
        return content;
    }

    private static async Task<byte[]> ReadToEndAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        await stream.CopyToAsync(content, cancellationToken);
        return content.ToArray();
    }

    private static async Task<byte[]> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = File.OpenRead(path);
            return await ReadAsync(file, cancellationToken);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserErrorException(
                $"no event file at `{path}`", "pass a file, `-` for standard input, or none for `{}`", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"cannot read the event file `{path}`: {error.Message}", inner: error);
        }
    }

    private static ReadOnlyMemory<byte> Check(string source, ReadOnlyMemory<byte> payload)
    {
        if (payload.Length > PayloadLimits.Event)
        {
            throw new UserErrorException(
                $"{source}: the event has {payload.Length} bytes, and Lambda takes at most {PayloadLimits.Event}");
        }

        return Payload.FindFault(payload.Span) is { } fault
            ? throw new UserErrorException(
                $"{source}:{fault.Line}:{fault.Column}: {fault.Message}",
                "an event is JSON; `{}` is the smallest")
            : payload;
    }
}
