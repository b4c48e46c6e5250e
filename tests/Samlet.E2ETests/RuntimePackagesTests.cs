using System.IO.Compression;

namespace Samlet.E2ETests;

/// <summary>
/// `samlet runtime`: packages that Lambda's runtimes carry, installed with the user's own npm, pip and gem. The tools
/// are configured to take them from the test's folder, so that no registry is asked.
/// </summary>
public sealed class RuntimePackagesTests
{
    private const string ScriptAndModule = """
        Resources:
          Script:
            Type: AWS::Serverless::Function
            Properties: {CodeUri: src/, Handler: script.handler, Runtime: nodejs22.x}
          Module:
            Type: AWS::Serverless::Function
            Properties: {CodeUri: src/, Handler: module.handler, Runtime: nodejs22.x}
        """;

    private const string Wheel = "boto3-1.2.3-py3-none-any.whl";

    public static TheoryData<string> Sandboxes =>
        Machine.FindOnPath("bwrap") is null ? ["process"] : ["process", "linux"];

    [Theory]
    [MemberData(nameof(Sandboxes))]
    [Requires("node", "npm")]
    public async Task Node_functions_find_what_npm_has_installed_behind_their_own(string sandbox)
    {
        using var app = TestApp.Of(ScriptAndModule + """

              Own:
                Type: AWS::Serverless::Function
                Properties: {CodeUri: own/, Handler: script.handler, Runtime: nodejs22.x}
            """)
            .With("sdk/package.json", """{"name": "@aws-sdk/client-fake", "version": "3.1.0", "main": "index.js"}""")
            .With("sdk/index.js", "exports.name = 'installed';\n")
            .With("src/script.js", "const { name } = require('@aws-sdk/client-fake');\nexports.handler = async () => name;\n")
            .With(
                "src/module.mjs",
                "import { name } from '@aws-sdk/client-fake';\nexport const handler = async () => [name, process.env._SAMLET_PACKAGES];\n")
            .With("own/script.js", "exports.handler = async () => require('@aws-sdk/client-fake').name;\n")
            .With("own/node_modules/@aws-sdk/client-fake/index.js", "exports.name = 'own';\n");
        var before = await app.InvokeAsync("Script", "--sandbox", sandbox);
        _ = before.IsFunctionError("Runtime.ImportModuleError");
        before.HasHint("run `samlet runtime install nodejs22.x @aws-sdk/client-fake`");

        var installed = await RunAsync(app, "install", "nodejs22.x", $"@aws-sdk/client-fake@file:{app.Folder.PathOf("sdk")}");

        Assert.True(installed.ExitCode == 0, installed.ToString());
        Assert.StartsWith("nodejs22.x\t", installed.Out, StringComparison.Ordinal);
        Assert.Equal(installed.Out, (await RunAsync(app, "list")).Out);
        (await app.InvokeAsync("Script", "--sandbox", sandbox)).IsAnswer("\"installed\"");
        (await app.InvokeAsync("Module", "--sandbox", sandbox)).IsAnswer("[\"installed\",null]");
        (await app.InvokeAsync("Own", "--sandbox", sandbox)).IsAnswer("\"own\"");

        Assert.Equal(0, (await RunAsync(app, "remove", "nodejs22.x")).ExitCode);
        _ = (await app.InvokeAsync("Script", "--sandbox", sandbox)).IsFunctionError("Runtime.ImportModuleError");
        (await RunAsync(app, "remove", "nodejs22.x")).IsRefusal(1, "no packages are installed for nodejs22.x");
    }

    [Theory]
    [MemberData(nameof(Sandboxes))]
    [Requires("node", RequiresAttribute.Unix)]
    public async Task Node_functions_find_what_is_installed_for_all_projects_behind_everything_else(string sandbox)
    {
        using var app = TestApp.Of(ScriptAndModule)
            .With("node/lib/node_modules/global/index.js", "module.exports = 'global';\n")
            .With("node/lib/node_modules/both/index.js", "module.exports = 'global';\n")
            .With("node/lib/node_modules/@aws-sdk/client-fake/index.js", "exports.name = 'sdk';\n")
            .With("src/node_modules/both/index.js", "module.exports = 'own';\n")
            .With("src/script.js", """
                exports.handler = async () => [
                  require('global'), require('both'), require('@aws-sdk/client-fake').name,
                  process.env.NODE_PATH.endsWith('node_modules'), Object.keys(process.env).filter((name) => /SAMLET/.test(name)),
                ];
                """)
            .With("src/module.mjs", "import sdk from '@aws-sdk/client-fake';\nexport const handler = async () => sdk.name;\n");
        _ = app.Folder.CreateFolder("node/bin");
        File.Copy(RealProgram("node"), app.Folder.PathOf("node/bin/node"));
        var variables = new Dictionary<string, string>
        {
            ["PATH"] = $"{app.Folder.PathOf("node/bin")}:{Environment.GetEnvironmentVariable("PATH")}",
        };

        Task<ProgramResult> InvokeAsync(string function) =>
            (app.Invocation(function, "--sandbox", sandbox) with { Environment = variables }).RunAsync();

        (await InvokeAsync("Script")).IsAnswer("""["global","own","sdk",false,[]]""");
        (await InvokeAsync("Module")).IsAnswer("\"sdk\"");
    }

    private static string RealProgram(string name)
    {
        var program = Machine.FindOnPath(name)!; // Required by the test.
        return File.ResolveLinkTarget(program, returnFinalTarget: true)?.FullName ?? program;
    }

    [Theory]
    [MemberData(nameof(Sandboxes))]
    [Requires("python3")]
    public async Task Python_functions_find_what_pip_has_installed_before_the_interpreters_own(string sandbox)
    {
        using var app = TestApp.Python(
            "import boto3\n\ndef handler(event, context):\n    return boto3.name\n").With("src/none", "");
        WriteWheel(app, "installed");
        (await app.InvokeAsync("--sandbox", sandbox)).HasHint("run `samlet runtime install python3.13`");

        var installed = await RunAsync(app, "install", "python3.13");

        Assert.True(installed.ExitCode == 0, installed.ToString());
        Assert.EndsWith("\tboto3\n", installed.Out, StringComparison.Ordinal);
        (await app.InvokeAsync("--sandbox", sandbox)).IsAnswer("\"installed\"");

        app.With("src/boto3.py", "name = 'own'\n");
        (await app.InvokeAsync("--sandbox", sandbox)).IsAnswer("\"own\"");
    }

    [Theory]
    [MemberData(nameof(Sandboxes))]
    [Requires("ruby", "gem")]
    public async Task Ruby_functions_find_what_gem_has_installed(string sandbox)
    {
        using var app = TestApp.Ruby("require 'aws-sdk-fake'\n\ndef handler(event:, context:) = AWS_SDK_FAKE\n")
            .With("gem/lib/aws-sdk-fake.rb", "AWS_SDK_FAKE = 'installed'\n")
            .With("gem/aws-sdk-fake.gemspec", """
                Gem::Specification.new do |s|
                  s.name = "aws-sdk-fake"
                  s.version = "1.0"
                  s.summary = "a gem"
                  s.authors = ["a test"]
                  s.files = ["lib/aws-sdk-fake.rb"]
                end
                """)
            .With("gemrc", "gem: --local\n");
        var built = await new TestProgram(app.Folder, "build", "aws-sdk-fake.gemspec", "-o", "../aws-sdk-fake-1.0.gem")
        {
            Program = ["gem"],
            WorkingFolder = app.Folder.PathOf("gem"),
        }.RunAsync();
        Assert.True(built.ExitCode == 0, built.ToString());
        var before = await app.InvokeAsync("--sandbox", sandbox);
        _ = before.IsFunctionError("Init<LoadError>");
        before.HasHint("run `samlet runtime install ruby3.4 aws-sdk-fake`");

        var installed = await RunAsync(app, "install", "ruby3.4", "aws-sdk-fake");

        Assert.True(installed.ExitCode == 0, installed.ToString());
        (await app.InvokeAsync("--sandbox", sandbox)).IsAnswer("\"installed\"");
    }

    [Fact]
    [Requires("python3")]
    public async Task A_failed_installation_says_so_and_leaves_the_earlier_one()
    {
        using var app = TestApp.Python("import boto3\n\ndef handler(event, context):\n    return boto3.name\n");
        WriteWheel(app, "installed");
        Assert.Equal(0, (await RunAsync(app, "install", "python3.13")).ExitCode);

        var failed = await RunAsync(app, "install", "python3.13", "jmespath");

        failed.IsRefusal(1, "`pip` could not install them", "what was installed before is as it was");
        Assert.Contains("jmespath", failed.Err, StringComparison.Ordinal);
        (await app.InvokeAsync()).IsAnswer("\"installed\"");
        Assert.EndsWith("\tboto3\n", (await RunAsync(app, "list")).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nodejs24.x", "lodash", "Lambda does not carry `lodash` in nodejs24.x")]
    [InlineData("nodejs99.x", "lodash", "`nodejs99.x` is not a Lambda runtime")]
    public async Task What_cannot_be_installed_is_refused(string runtime, string package, string message)
    {
        using var app = new TestApp();

        (await RunAsync(app, "install", runtime, package)).IsRefusal(1, message);
    }

    [Theory]
    [InlineData("java25", "nothing to install: java25 carries no packages but Lambda's core types")]
    [InlineData("dotnet10", "nothing to install: dotnet10 carries no packages but Lambda's core types")]
    [InlineData("provided.al2023", "nothing to install: provided.al2023 carries no packages")]
    public async Task Where_nothing_is_needed_nothing_is_installed(string runtime, string words)
    {
        using var app = new TestApp();
        var result = await RunAsync(app, "install", runtime);

        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith(words, result.Err, StringComparison.Ordinal);
        Assert.Equal("", result.Out);
    }

    private static Task<ProgramResult> RunAsync(TestApp app, params string[] arguments) =>
        new TestProgram(app.Folder, ["runtime", .. arguments])
        {
            Environment = new Dictionary<string, string>
            {
                ["PIP_NO_INDEX"] = "1",
                ["PIP_FIND_LINKS"] = app.Folder.PathOf("wheels"),
                ["GEMRC"] = app.Folder.PathOf("gemrc"),
                ["npm_config_offline"] = "true",
            },
        }.RunAsync();

    private static void WriteWheel(TestApp app, string name)
    {
        _ = app.Folder.CreateFolder("wheels");
        using var wheel = ZipFile.Open(app.Folder.PathOf($"wheels/{Wheel}"), ZipArchiveMode.Create);
        Write(wheel, "boto3.py", $"name = '{name}'\n");
        Write(wheel, "boto3-1.2.3.dist-info/METADATA", "Metadata-Version: 2.1\nName: boto3\nVersion: 1.2.3\n");
        Write(wheel, "boto3-1.2.3.dist-info/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n");
        Write(wheel, "boto3-1.2.3.dist-info/RECORD", "boto3.py,,\nboto3-1.2.3.dist-info/METADATA,,\n"
            + "boto3-1.2.3.dist-info/WHEEL,,\nboto3-1.2.3.dist-info/RECORD,,\n");
    }

    private static void Write(ZipArchive archive, string name, string text)
    {
        using var writer = new StreamWriter(archive.CreateEntry(name).Open());
        writer.Write(text);
    }
}
