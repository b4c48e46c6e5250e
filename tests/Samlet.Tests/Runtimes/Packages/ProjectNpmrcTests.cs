using Samlet.Runtimes.Packages;
using Samlet.Sandboxes.Native;
using Samlet.Tests.Support;

namespace Samlet.Tests.Runtimes.Packages;

/// <summary>What a project tells npm counts where Samlet installs, too.</summary>
public sealed class ProjectNpmrcTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task Npm_reads_it_in_the_folder_that_it_installs_into()
    {
        var npm = Machine.FindOnPath("npm");
        Machine.Require(npm is not null && !OperatingSystem.IsWindows(), "npm");
        _ = _folder.Write("project/.npmrc", "@mine:registry=http://127.0.0.1:4873/\n");
        var target = _folder.CreateFolder("target");

        using var npmrc = new ProjectNpmrc(_folder.PathOf("project"), target);
        var output = await ProgramOutput.ReadAsync(
            new ProgramCall(
                npm!, // Required above.
                ["config", "get", "@mine:registry", "--prefix", target, "--global=false"])
            {
                Environment = new Dictionary<string, string>
                {
                    ["PATH"] = Environment.GetEnvironmentVariable("PATH")!, // Npm was found on it.
                    ["HOME"] = _folder.Path,
                },
                TimeLimit = TimeSpan.FromSeconds(50),
            },
            TestContext.Current.CancellationToken);

        Assert.Equal("http://127.0.0.1:4873/", output?.Output.Trim());
    }

    [Theory]
    [InlineData("project", true)]
    [InlineData("project/functions/one", true)]
    [InlineData("project/functions/two", false)]
    [InlineData("elsewhere", false)]
    public void The_project_begins_at_the_nearest_manifest(string workingFolder, bool isLent)
    {
        _ = _folder.Write("project/.npmrc", "secret");
        _ = _folder.Write("project/package.json", "{}");
        _ = _folder.Write("project/functions/two/package.json", "{}");
        _ = _folder.Write("elsewhere/package.json", "{}");
        _ = _folder.CreateFolder("project/functions/one");
        var target = _folder.CreateFolder("target");
        var lent = Path.Join(target, ".npmrc");

        using (new ProjectNpmrc(_folder.PathOf(workingFolder), target))
        {
            Assert.Equal(isLent, File.Exists(lent));
        }

        Assert.False(File.Exists(lent));
    }
}
