using Samlet.Runtimes.Logs;

namespace Samlet.Runtimes.Telemetry;

/// <summary>What is kept for subscribers: a platform event, or a record of a function or an extension.</summary>
internal abstract record TelemetryEntry
{
    private TelemetryEntry()
    {
    }

    /// <summary>`platform`, `function` or `extension`.</summary>
    public abstract string Type { get; }

    public sealed record Platform(PlatformEvent Event) : TelemetryEntry
    {
        public override string Type => "platform";
    }

    public sealed record Output(LogOrigin Origin, DateTimeOffset Time, byte[] Text) : TelemetryEntry
    {
        public override string Type => Origin == LogOrigin.Function ? "function" : "extension";
    }
}
