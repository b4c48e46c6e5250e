using System.Diagnostics;
using Samlet.Tests.Support;

namespace Samlet.Tests.Runtimes.Bootstraps;

/// <summary>The node of this machine; a test that asks for it is skipped where there is none.</summary>
internal static class NodejsInterpreter
{
    private static readonly Lazy<string?> FoundPath = new(() => Machine.FindOnPath("node"));
    private static readonly Lazy<Version> FoundVersion = new(ReadVersion);

    public static string Bootstrap { get; } =
        System.IO.Path.Join(Repository.Root, "src", "Samlet", "Runtimes", "Bootstraps", "nodejs", "bootstrap.cjs");

    public static string Path
    {
        get
        {
            Machine.Require(FoundPath.Value is not null, "node");
            return FoundPath.Value!; // Required above.
        }
    }

    public static Version Version => FoundVersion.Value;

    /// <summary>Up to nodejs22.x the service switches off what newer nodes do with ES modules by default.</summary>
    public static IReadOnlyList<string> FlagsFor(string runtime)
    {
        var isKnown = Version >= new Version(22, 12) || (Version.Major == 20 && Version.Minor >= 19);
        return isKnown && runtime != NodejsFunction.Client4
            ? ["--no-experimental-require-module", "--no-experimental-detect-module"]
            : [];
    }

    private static Version ReadVersion()
    {
        using var process = Process.Start(new ProcessStartInfo(Path, "--version") { RedirectStandardOutput = true })!;
        return Version.Parse(process.StandardOutput.ReadToEnd().Trim().TrimStart('v'));
    }
}
