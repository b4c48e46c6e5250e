using System.Diagnostics;

namespace Samlet.E2ETests;

/// <summary>
/// Developers and build servers have their home, or Python's virtual environment, where a room has folders of its own.
/// </summary>
[Requires(RequiresAttribute.Linux, RequiresAttribute.Native, "bwrap")]
public sealed class TakenPlaceTests : IDisposable
{
    private readonly List<string> _folders = [];

    public void Dispose() => _folders.ForEach(static folder => Directory.Delete(folder, recursive: true));

    [Theory]
    [InlineData("/opt", "python3", "python3.13", "samlet.code-cache=/samlet/")]
    [InlineData("/opt", "node", "nodejs22.x", "/var/runtime/bootstrap.cjs")]
    [InlineData("/opt", "ruby", "ruby3.4", "/var/runtime/bootstrap.rb")]
    [InlineData("/var/lib", "python3", "python3.13", "samlet.code-cache=/var/lib/")]
    [InlineData("/run", "python3", "python3.13", "samlet.code-cache=/run/")]
    public async Task A_home_may_be_anywhere(string parent, string needs, string runtime, string seen)
    {
        RequiresAttribute.Check(needs);
        using var app = TestApp.WithFunction(runtime, "app.handler")
            .With("src/app.py", "def handler(event, context): return 'found'\n")
            .With("src/app.js", "exports.handler = async () => 'found';")
            .With("src/app.rb", "def handler(event:, context:) = 'found'\n");

        var result = await InAsync(app, new() { ["HOME"] = NewFolderIn(parent), ["XDG_CACHE_HOME"] = "" });

        result.IsAnswer("\"found\"");
        Assert.Contains(seen, result.Err, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/opt")]
    [InlineData("/var/lib")]
    [InlineData("/run")]
    [Requires("javac")]
    public async Task Java_finds_its_client_wherever_the_home_is(string parent)
    {
        using var app = TestApp.WithFunction("java17", "Greeter::handleRequest");
        await JavaClasses.CompileAsync(
            app.Folder,
            "src",
            """public class Greeter { public String handleRequest(Object event) { return "found"; } }""");

        var result = await InAsync(app, new() { ["HOME"] = NewFolderIn(parent), ["XDG_CACHE_HOME"] = "" });

        result.IsAnswer("\"found\"");
    }

    [Theory]
    [InlineData("/opt")]
    [InlineData("/var/lib")]
    [Requires("/usr/bin/python3")]
    public async Task Packages_of_a_virtual_environment_are_found_wherever_it_is(string parent)
    {
        var environment = NewFolderIn(parent);
        using var maker = Process.Start("/usr/bin/python3", ["-m", "venv", "--without-pip", environment]);
        await maker.WaitForExitAsync(TestContext.Current.CancellationToken);
        var library = Directory.GetDirectories(Path.Join(environment, "lib"))[0];
        await File.WriteAllTextAsync(
            $"{library}/site-packages/shelf.py", "book = 'found'\n", TestContext.Current.CancellationToken);
        using var app = TestApp.Python("import shelf\ndef handler(event, context): return shelf.book\n");

        var result = await InAsync(
            app,
            new() { ["VIRTUAL_ENV"] = environment, ["PATH"] = $"{environment}/bin:/usr/bin:/bin", ["PYENV_ROOT"] = "" },
            "--runtime",
            Path.GetFileName(library));

        result.IsAnswer("\"found\"");
    }

    private static Task<ProgramResult> InAsync(
        TestApp app, Dictionary<string, string> environment, params string[] arguments) =>
        (app.In(TestApp.Linux).Invocation(["--debug", .. arguments]) with { Environment = environment }).RunAsync();

    private string NewFolderIn(string parent)
    {
        Machine.Require(Environment.IsPrivilegedProcess, "root, to make a folder in a place of the system");
        var folder = $"{parent}/samlet-test-{Guid.NewGuid():N}";
        _folders.Add(folder);
        return Directory.CreateDirectory(folder).FullName;
    }
}
