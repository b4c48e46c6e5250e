using System.Diagnostics;
using Samlet.Tests.Support;

namespace Samlet.Tests.Runtimes.Bootstraps;

/// <summary>The node of this machine; a test that asks for it is skipped where there is none.</summary>
internal static class NodejsInterpreter
{
    private static readonly Lazy<string?> FoundPath = new(Find);
    private static readonly Lazy<Version> FoundVersion = new(ReadVersion);

    public static string Bootstrap { get; } =
        System.IO.Path.Join(Repository.Root, "src", "Samlet", "Runtimes", "Bootstraps", "nodejs", "bootstrap.cjs");

    public static string Path
    {
        get
        {
            Assert.SkipWhen(
                FoundPath.Value is null && Environment.GetEnvironmentVariable("SAMLET_REQUIRE_ALL") != "1",
                "node is not installed");
            return FoundPath.Value ?? throw new InvalidOperationException("SAMLET_REQUIRE_ALL=1 asks for node");
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

    private static string? Find() =>
        (from folder in Environment.GetEnvironmentVariable("PATH")!.Split(System.IO.Path.PathSeparator)
         let file = System.IO.Path.Join(folder, OperatingSystem.IsWindows() ? "node.exe" : "node")
         where File.Exists(file)
         select file).FirstOrDefault();

    private static Version ReadVersion()
    {
        using var process = Process.Start(new ProcessStartInfo(Path, "--version") { RedirectStandardOutput = true })!;
        return Version.Parse(process.StandardOutput.ReadToEnd().Trim().TrimStart('v'));
    }
}
