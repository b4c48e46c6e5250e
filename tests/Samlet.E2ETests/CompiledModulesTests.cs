using System.Text;

namespace Samlet.E2ETests;

/// <summary>What Python compiles in rooms, where nothing can be kept, is compiled once more and used later.</summary>
[Requires(RequiresAttribute.Linux, RequiresAttribute.Native, "bwrap", "/usr/bin/python3")]
public sealed class CompiledModulesTests
{
    private const string Code = "import helper\ndef handler(event, context): return [helper.VALUE, helper.__cached__]\n";

    [Theory]
    [InlineData(null)]
    [InlineData(1234)]
    public async Task A_later_call_uses_what_was_compiled_after_an_earlier_one(int? user)
    {
        using var app = TestApp.Python(Code).With("src/helper.py", "VALUE = 'from the source'").In(TestApp.Linux);
        var program = OrdinaryUser.As(user, app.Invocation());
        var first = await program.RunAsync();
        Change(Compiled(app, "from the source"), "from the source", "from the cache!");

        var second = await program.RunAsync();

        Assert.StartsWith("""["from the source", "/var/task/__pycache__/helper.""", first.Out, StringComparison.Ordinal);
        Assert.Equal(first.Out.Replace("the source", "the cache!", StringComparison.Ordinal), second.Out);
    }

    [Fact]
    public async Task A_source_that_has_changed_is_compiled_anew_also_with_its_old_time_and_size()
    {
        using var app = TestApp.Python(Code).With("src/helper.py", "VALUE = 1000").In(TestApp.Linux);
        _ = await app.InvokeAsync();
        var source = app.Folder.PathOf("src/helper.py");
        var time = File.GetLastWriteTimeUtc(source);
        _ = app.With("src/helper.py", "VALUE = 2000");
        File.SetLastWriteTimeUtc(source, time);

        Assert.StartsWith("[2000, ", (await app.InvokeAsync()).Out, StringComparison.Ordinal);
        Assert.StartsWith("[2000, ", (await app.InvokeAsync()).Out, StringComparison.Ordinal);
        Assert.Equal(2, Files(app).Length);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1234)]
    public async Task A_function_cannot_write_what_a_later_call_executes(int? user)
    {
        using var app = TestApp.Python("""
            import glob
            import helper
            def attempt(act):
                try:
                    act()
                    return "done"
                except OSError:
                    return "refused"
            def handler(event, context):
                files = glob.glob(event + "/*/*.pyc")
                folders = glob.glob(event + "/*")
                return [attempt(lambda: open(file, "r+b")) for file in files] + [
                    attempt(lambda: open(folder + "/new", "wb")) for folder in folders]
            """).With("src/helper.py", "").In(TestApp.Linux);
        var program = OrdinaryUser.As(user, app.Invocation("-e", "-"));
        var home = user is null ? "home" : "userhome";
        program = program with
        {
            Input = Encoding.UTF8.GetBytes($"\"{app.Folder.PathOf($"{home}/.cache/samlet/compiled")}\""),
        };
        _ = await program.RunAsync();

        var result = await program.RunAsync();

        result.IsAnswer("""["refused", "refused", "refused"]""");
    }

    [Fact]
    public async Task What_the_compiler_warns_of_is_shown_by_every_call()
    {
        using var app = TestApp.Python("def handler(event, context): return 1 is 1").In(TestApp.Linux);

        for (var call = 0; call < 2; call++)
        {
            Assert.Contains("SyntaxWarning", (await app.InvokeAsync()).Err, StringComparison.Ordinal);
            Assert.Equal(0, new FileInfo(Assert.Single(Files(app))).Length);
        }
    }

    [Fact]
    public async Task Modules_of_layers_and_packages_are_kept_as_well()
    {
        using var app = TestApp.Python(
            "import helper.part, shared\ndef handler(event, context): return [helper.part.V, shared.V]",
            "Layers: [!Ref Layer]")
            .With("src/helper/__init__.py", "").With("src/helper/part.py", "V = 1").With("layer/python/shared.py", "V = 2")
            .In(TestApp.Linux);
        await File.AppendAllTextAsync(
            app.Folder.PathOf("template.yaml"),
            "\n  Layer: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: layer/}}\n",
            TestContext.Current.CancellationToken);

        (await app.InvokeAsync()).IsAnswer("[1, 2]");
        (await app.InvokeAsync()).IsAnswer("[1, 2]");

        Assert.Equal(4, Files(app).Length);
    }

    private static EnumerationOptions Hidden => new() { RecurseSubdirectories = true, AttributesToSkip = 0 };

    private static string[] Files(TestApp app) => Directory.GetFiles(
        Assert.Single(Directory.GetDirectories(app.Folder.Path, "compiled", Hidden)),
        "*.pyc",
        Hidden);

    private static string Compiled(TestApp app, string text) => Assert.Single(
        Files(app),
        file => Encoding.Latin1.GetString(File.ReadAllBytes(file)).Contains(text, StringComparison.Ordinal));

    private static void Change(string file, string text, string other)
    {
        var content = Encoding.Latin1.GetString(File.ReadAllBytes(file));
        File.WriteAllBytes(file, Encoding.Latin1.GetBytes(content.Replace(text, other, StringComparison.Ordinal)));
    }
}
