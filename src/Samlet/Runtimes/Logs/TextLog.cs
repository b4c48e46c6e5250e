using System.Text;

namespace Samlet.Runtimes.Logs;

/// <summary>A log as a person reads it, in one of the two formats of LoggingConfig.</summary>
internal interface ILogWriter
{
    /// <summary>Whether a function's output is shown as it comes, and not record by record.</summary>
    bool ShowsBytes { get; }

    void Show(ReadOnlySpan<byte> output);

    void Write(PlatformEvent platformEvent);

    void Write(in LogRecord record);
}

/// <summary>
/// The text format: the function's bytes untouched between the platform's lines; nothing is filtered.
/// </summary>
internal sealed class TextLog(LogStream stream) : ILogWriter
{
    public bool ShowsBytes => true;

    public void Show(ReadOnlySpan<byte> output) => stream.Write(output);

    public void Write(PlatformEvent platformEvent)
    {
        if (PlatformEventText.LineOf(platformEvent) is { } line)
        {
            stream.WriteLine(Encoding.UTF8.GetBytes(line), LogStyles.Of(platformEvent));
        }
    }

    public void Write(in LogRecord record) => stream.WriteLine(record.Text, LogStyles.Of(record));
}
