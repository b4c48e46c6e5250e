namespace Samlet.Runtimes.Telemetry;

/// <summary>The two APIs that send an environment's log to extensions; the Logs API is the older one.</summary>
internal sealed record TelemetryApi(string Name, string Path, IReadOnlyList<string> SchemaVersions)
{
    /// <summary>From this schema on a record that is JSON is sent as an object.</summary>
    private const string SchemaWithObjects = "2022-12-13";

    public static TelemetryApi Telemetry { get; } =
        new("Telemetry", "/2022-07-01/telemetry", ["2022-07-01", SchemaWithObjects, "2025-01-29"]);

    public static TelemetryApi Logs { get; } = new("Logs", "/2020-08-15/logs", ["2020-08-15", "2021-03-18"]);

    public bool IsLogs => this == Logs;

    public string ValidationError => IsLogs ? "Logs.ValidationError" : "ValidationError";

    public bool HasObjects(string schemaVersion) =>
        !IsLogs && string.CompareOrdinal(schemaVersion, SchemaWithObjects) >= 0;
}
