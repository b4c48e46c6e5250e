using System.Reflection;
using Xunit.v3;

namespace Samlet.E2ETests.Support;

/// <summary>
/// Skips a test by name where a program it needs is not on PATH (see <see cref="Machine"/>). <see cref="Native"/>,
/// <see cref="Linux"/> and <see cref="Unix"/> stand for no program but for what they say.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
public sealed class RequiresAttribute(params string[] needs) : BeforeAfterTestAttribute
{
    public const string Native = "the native program";
    public const string Linux = "Linux";

    /// <summary>The program that SAMLET_TEST_NODE24 names.</summary>
    public const string Node24 = "Node.js 24 at SAMLET_TEST_NODE24";
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
        if (need is Linux or Unix)
        {
            Assert.SkipUnless(IsMet(need), $"needs {need}");
        }

        Machine.Require(IsMet(need), need);
    }

    private static bool IsMet(string need) => need switch
    {
        Linux => OperatingSystem.IsLinux(),
        Unix => !OperatingSystem.IsWindows(),
        Native => File.Exists(Checkout.NativeProgram),
        Node24 => File.Exists(Environment.GetEnvironmentVariable("SAMLET_TEST_NODE24")),
        _ => Machine.FindOnPath(need) is not null,
    };
}
