namespace Samlet.Runtimes.Logs;

/// <summary>
/// The output of one process on its way into the log. What a function prints is shown byte for byte as it comes; lines
/// are made of it only where somebody takes lines. Lines of an extension or of one worker of several are kept whole, so
/// that they do not run into those of others.
/// </summary>
internal sealed class ProcessOutput : IFrameReceiver
{
    private readonly PlatformLog _log;
    private readonly LogOrigin _origin;
    private readonly bool _isOneOfSeveral;
    private readonly FrameReader _frames;
    private readonly LineSplitter _lines;
    private readonly Lock _gate = new();

    public ProcessOutput(PlatformLog log, LogOrigin origin, bool isOneOfSeveral = false)
    {
        (_log, _origin, _isOneOfSeveral) = (log, origin, isOneOfSeveral);
        _frames = new FrameReader(this);
        _lines = new LineSplitter(TakeLine);
    }

    public void Receive(ReadOnlySpan<byte> output)
    {
        lock (_gate)
        {
            _frames.Add(output);
        }
    }

    /// <summary>An invocation has ended: a line without its end is an event now.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            _frames.Flush();
            _lines.Flush();
        }
    }

    /// <summary>The process has ended; the next one begins anew.</summary>
    public void End()
    {
        lock (_gate)
        {
            _frames.End();
            _lines.Flush();
        }
    }

    public void TakeBytes(ReadOnlySpan<byte> bytes)
    {
        if (ShowsBytes)
        {
            _log.Show(bytes);
        }

        if (!ShowsBytes || _log.NeedsRecords)
        {
            _lines.Add(bytes);
        }
    }

    public void TakeFrame(LogLevel level, DateTimeOffset time, ReadOnlySpan<byte> text)
    {
        _lines.Flush();
        _log.Take(new LogRecord(_origin, time, text.TrimEnd((byte)'\n')) { Level = level }, isShown: false);
    }

    private bool ShowsBytes => _log.ShowsBytes && !_isOneOfSeveral;

    private void TakeLine(ReadOnlySpan<byte> line) =>
        _log.Take(new LogRecord(_origin, _log.Now, line), isShown: ShowsBytes);
}
