using Samlet.Functions;
using Samlet.Runtimes.Interpreters;
using Samlet.Sandboxes.Native;
using Samlet.Tests.Support;

namespace Samlet.Tests.Runtimes.Interpreters;

/// <summary>What is installed on this computer is found and is what it claims to be.</summary>
public sealed class RealInterpreterTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory(Timeout = 60_000)]
    [InlineData("nodejs22.x", "--version")]
    [InlineData("python3.13", "--version")]
    [InlineData("python3.9", "--version")]
    [InlineData("ruby3.4", "--version")]
    [InlineData("java17", "-version")]
    [InlineData("java21", "-version")]
    [InlineData("dotnet8", "--list-runtimes")]
    [InlineData("dotnet10", "--list-runtimes")]
    public async Task A_located_program_runs_and_has_the_version_said(string runtime, string question)
    {
        var interpreter = await LocateAsync(runtime);

        Assert.True(File.Exists(interpreter.Program));
        Assert.StartsWith(interpreter.Prefix, RealPath.Of(interpreter.Program), StringComparison.Ordinal);
        var call = new ProgramCall(interpreter.Program, [question]);
        var output = await ProgramOutput.ReadAsync(call, TestContext.Current.CancellationToken);
        Assert.Contains(interpreter.Version, output?.Output + output?.ErrorOutput, StringComparison.Ordinal);
        Assert.Equal(interpreter, await LocateAsync(runtime));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("Node")]
    [InlineData("Python")]
    [InlineData("Ruby")]
    [InlineData("Java")]
    [InlineData("Dotnet")]
    public async Task Everything_listed_is_a_real_program_of_its_own(string family)
    {
        var all = await Locator()
            .FindAllAsync(Enum.Parse<RuntimeFamily>(family), TestContext.Current.CancellationToken);

        Assert.All(all, interpreter => Assert.True(File.Exists(interpreter.Program)));
        Assert.DoesNotContain(all, interpreter => interpreter.Program.Contains("/shims/", StringComparison.Ordinal));
        Assert.Equal(all.Count, all.Distinct().Count());
    }

    private async Task<Interpreter> LocateAsync(string runtime)
    {
        try
        {
            var wanted = RuntimeIdentifier.Parse(runtime);
            var cancellationToken = TestContext.Current.CancellationToken;
            return (await Locator().LocateAsync(wanted, RuntimeVersionPolicy.Nearest, cancellationToken)).Interpreter;
        }
        catch (UserErrorException error)
        {
            Assert.Skip(error.Message);
            throw;
        }
    }

    private InterpreterLocator Locator() => new(HostEnvironment.OfThisProcess(), new CacheFolder(_folder.Path));
}
