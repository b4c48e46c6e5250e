using System.Runtime.InteropServices;
using Samlet.Runtimes;
using Samlet.Tests.Support;

namespace Samlet.Tests.Runtimes;

public sealed class ForeignCodeTests
{
    private static readonly (string Here, string Other) Machine =
        RuntimeInformation.OSArchitecture == Architecture.Arm64 ? ("arm64", "x86_64") : ("x86_64", "arm64");

    [Fact]
    public void An_architecture_that_is_not_this_computers_is_told()
    {
        using var functions = TestFunctions.Of($"Architectures: [{Machine.Other}]");

        Assert.Equal(
            $"`F` is for {Machine.Other} and runs on this computer's {Machine.Here}",
            ForeignCode.WarningFor(functions.Read())?.Message);
    }

    [Fact]
    public void One_that_is_or_that_nobody_named_is_not()
    {
        using var named = TestFunctions.Of($"Architectures: [{Machine.Here}]");
        using var unnamed = TestFunctions.Of("Timeout: 3");

        Assert.Null(ForeignCode.WarningFor(named.Read()));
        Assert.Null(ForeignCode.WarningFor(unnamed.Read() with { Architecture = Machine.Other }));
    }
}
