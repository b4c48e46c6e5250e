namespace Samlet.Tests.Support;

/// <summary>What a test needs of the machine that runs it.</summary>
internal static class Machine
{
    /// <summary>
    /// Skips the test where something is absent; with SAMLET_REQUIRE_ALL=1 it fails instead, so that a full run cannot
    /// leave anything out unseen.
    /// </summary>
    public static void Require(bool isThere, string need)
    {
        Assert.False(
            !isThere && Environment.GetEnvironmentVariable("SAMLET_REQUIRE_ALL") == "1",
            $"needs {need}, and SAMLET_REQUIRE_ALL=1 lets nothing be skipped");
        Assert.SkipUnless(isThere, $"needs {need}");
    }

    public static string? FindOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(path => File.Exists(path) || File.Exists(path + ".exe"));
}
