namespace Samlet.Runtimes.Logs;

/// <summary>What the platform's records say of the function that an environment is for.</summary>
internal sealed record FunctionIdentity
{
    /// <summary>
    /// Versions of the service's runtimes are not versions of what runs here, so the number and the ARN name none.
    /// </summary>
    private const string NoVersionHash = "0000000000000000000000000000000000000000000000000000000000000000";

    public required string Name { get; init; }

    public string Version { get; init; } = "$LATEST";

    /// <summary>`nodejs:22.v0`; null for images of their own, which have none.</summary>
    public required string? RuntimeVersion { get; init; }

    public required string Region { get; init; }

    /// <summary>`on-demand`, `provisioned-concurrency`, `snap-start` or `lambda-managed-instances`.</summary>
    public string InitializationType { get; init; } = "on-demand";

    public string RuntimeVersionArn => $"arn:aws:lambda:{Region}::runtime:{NoVersionHash}";
}
