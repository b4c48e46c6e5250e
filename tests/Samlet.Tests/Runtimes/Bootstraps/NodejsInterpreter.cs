using System.Diagnostics;
using Samlet.Tests.Support;

namespace Samlet.Tests.Runtimes.Bootstraps;

/// <summary>
/// The node of this machine; a test that asks for it is skipped where there is none. Functions of nodejs24.x have the
/// one that SAMLET_TEST_NODE24 names, where it does.
/// </summary>
internal static class NodejsInterpreter
{
    private static readonly Lazy<string?> OnPath = new(() => Machine.FindOnPath("node"));
    private static readonly Lazy<Version> OnPathVersion = new(() => VersionOf(PathOf(NodejsFunction.Client3)));
    private static readonly Lazy<Version> OfClient4 = new(() => VersionOf(PathOf(NodejsFunction.Client4)));

    public static string Bootstrap { get; } =
        System.IO.Path.Join(Repository.Root, "src", "Samlet", "Runtimes", "Bootstraps", "nodejs", "bootstrap.cjs");

    public static string? Node24 =>
        Environment.GetEnvironmentVariable("SAMLET_TEST_NODE24") is { Length: > 0 } path ? path : null;

    public static string PathOf(string runtime)
    {
        var path = runtime == NodejsFunction.Client4 ? Node24 ?? OnPath.Value : OnPath.Value;
        Machine.Require(path is not null, "node");
        return path!; // Required above.
    }

    public static Version VersionOfRuntime(string runtime) =>
        runtime == NodejsFunction.Client4 ? OfClient4.Value : OnPathVersion.Value;

    /// <summary>Up to nodejs22.x the service switches off what newer nodes do with ES modules by default.</summary>
    public static IReadOnlyList<string> FlagsFor(string runtime)
    {
        var version = VersionOfRuntime(runtime);
        var isKnown = version >= new Version(22, 12) || (version.Major == 20 && version.Minor >= 19);
        return isKnown && runtime != NodejsFunction.Client4
            ? ["--no-experimental-require-module", "--no-experimental-detect-module"]
            : [];
    }

    private static Version VersionOf(string path)
    {
        using var process = Process.Start(new ProcessStartInfo(path, "--version") { RedirectStandardOutput = true })!;
        return Version.Parse(process.StandardOutput.ReadToEnd().Trim().TrimStart('v'));
    }
}
