using System.Globalization;

namespace Samlet.DotnetBootstrap;

/// <summary>How an entry becomes an event of the log, without the line end.</summary>
internal abstract class LogFormat
{
    private const string TimeFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";

    public abstract string Line(LogEntry entry, Invocation? invocation);

    protected static string Now() => DateTime.UtcNow.ToString(TimeFormat, CultureInfo.InvariantCulture);
}
