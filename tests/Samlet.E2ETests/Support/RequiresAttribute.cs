using System.Reflection;
using Xunit.v3;

namespace Samlet.E2ETests.Support;

/// <summary>
/// Skips a test by name where a program it needs is not on PATH; with SAMLET_REQUIRE_ALL=1 the test fails instead, so
/// that a full run cannot leave anything out unseen. <see cref="Native"/>, <see cref="Linux"/> and <see cref="Unix"/>
/// stand for no program but for what they say.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
public sealed class RequiresAttribute(params string[] needs) : BeforeAfterTestAttribute
{
    public const string Native = "the native program";
    public const string Linux = "Linux";
    public const string Unix = "Linux or macOS";

    public IReadOnlyList<string> Needs => needs;

    public override void Before(MethodInfo methodUnderTest, IXunitTest test)
    {
        foreach (var need in needs)
        {
            Check(need);
        }
    }

    /// <summary>For a row of a theory that needs more than the others.</summary>
    internal static void Check(string need)
    {
        if (!IsMet(need))
        {
            var isOtherSystem = need is Linux or Unix;
            Assert.False(
                Environment.GetEnvironmentVariable("SAMLET_REQUIRE_ALL") == "1" && !isOtherSystem,
                $"needs {need}, and SAMLET_REQUIRE_ALL=1 lets nothing be skipped");
            Assert.Skip($"needs {need}");
        }
    }

    private static bool IsMet(string need) => need switch
    {
        Linux => OperatingSystem.IsLinux(),
        Unix => !OperatingSystem.IsWindows(),
        Native => File.Exists(Checkout.NativeProgram),
        _ => FindOnPath(need) is not null,
    };

    internal static string? FindOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(path => File.Exists(path) || File.Exists(path + ".exe"));
}
