namespace Samlet.Runtimes.Telemetry;

/// <summary>What an extension has subscribed to. Source: Lambda developer guide, Telemetry API.</summary>
internal sealed record Subscription
{
    public required TelemetryApi Api { get; init; }

    public required string SchemaVersion { get; init; }

    /// <summary>`platform`, `function`, `extension`, as asked for.</summary>
    public required IReadOnlyList<string> Types { get; init; }

    public BufferingLimits Buffering { get; init; } = new();

    public required TelemetryDestination Destination { get; init; }

    /// <summary>Records are compared as they are written down, lists by what is in them.</summary>
    public bool IsSame(Subscription other) =>
        Types.SequenceEqual(other.Types) && this with { Types = other.Types } == other;
}

/// <summary>A batch is sent when one of these is reached.</summary>
internal sealed record BufferingLimits
{
    public int MaxItems { get; init; } = 10_000;

    public int MaxBytes { get; init; } = 262_144;

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(1);
}

/// <summary>A server of the extension's own, always on the loopback address.</summary>
internal abstract record TelemetryDestination(int Port)
{
    /// <param name="Port">Where it listens.</param>
    /// <param name="Path">With its query.</param>
    /// <param name="Method">POST, or PUT with the Logs API.</param>
    public sealed record Http(int Port, string Path, string Method) : TelemetryDestination(Port);

    public sealed record Tcp(int Port) : TelemetryDestination(Port);
}
