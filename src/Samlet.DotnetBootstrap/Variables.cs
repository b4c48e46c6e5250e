namespace Samlet.DotnetBootstrap;

/// <summary>Environment variables; an empty one counts as absent.</summary>
internal static class Variables
{
    public static string? Find(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? text : null;

    public static bool IsTrue(string name) => string.Equals(Find(name), "true", StringComparison.OrdinalIgnoreCase);
}
