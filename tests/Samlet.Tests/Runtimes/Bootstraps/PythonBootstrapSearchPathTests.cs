using System.Text.Json;

namespace Samlet.Tests.Runtimes.Bootstraps;

/// <summary>Where modules are found, and that nothing of the bootstrap shows to the function.</summary>
public sealed class PythonBootstrapSearchPathTests
{
    private const int Limit = 60_000;
    private const string ShowPath = "import sys\ndef handler(event, context): return sys.path\n";

    [Fact(Timeout = Limit)]
    public async Task The_search_path_begins_with_the_code_then_the_runtime_and_the_standard_library()
    {
        using var function = new PythonFunction(ShowPath);
        var path = Strings(await function.RunAsync());

        Assert.Equal([function.Root, "/var/runtime"], path[..2]);
        var library = Array.IndexOf(path, function.Interpreter.StandardLibrary);
        Assert.InRange(library, 2, 3);
        Assert.All(path[(library + 2)..], static folder => Assert.EndsWith("-packages", folder, StringComparison.Ordinal));
    }

    [Fact(Timeout = Limit)]
    public async Task Without_arguments_opt_is_the_real_one_and_an_absent_folder_stands_at_the_end_too()
    {
        using var function = new PythonFunction(ShowPath) { Layers = null };
        var path = Strings(await function.RunAsync());
        string[] folders = [$"/opt/python/lib/python{function.Interpreter.Version}/site-packages", "/opt/python"];

        Assert.Equal([function.Root, .. folders, "/var/runtime"], path[..4]);
        Assert.Equal(folders.Where(static folder => !Directory.Exists(folder)), path[4..].Intersect(folders));
    }

    [Fact(Timeout = Limit)]
    public async Task A_later_layer_wins_and_the_code_wins_over_layers()
    {
        using var function = new PythonFunction(
            "import in_code, in_both, in_first, packaged\n" +
            "def handler(event, context): return [in_code.V, in_both.V, in_first.V, packaged.V]\n");
        function.Write("in_code.py", "V = 'code'");
        _ = function.WriteBeside("L1/python/in_code.py", "V = 'layer'");
        _ = function.WriteBeside("L1/python/in_both.py", "V = 1");
        _ = function.WriteBeside("L2/python/in_both.py", "V = 2");
        _ = function.WriteBeside("L1/python/in_first.py", "V = 1");
        _ = function.WriteBeside($"L1/python/lib/python{function.Interpreter.Version}/site-packages/packaged.py", "V = 'p'");
        function.Layers = [function.PathBeside("L1"), function.PathBeside("L2")];

        Assert.Equal("""["code", 2, 1, "p"]""", (await function.RunAsync()).Answer);
    }

    [Fact(Timeout = Limit)]
    public async Task A_function_with_a_search_path_of_its_own_finds_no_layers_as_on_the_service()
    {
        using var function = new PythonFunction(ShowPath);
        var own = Path.GetDirectoryName(function.WriteBeside("own/extra.py", ""))!;
        _ = function.WriteBeside("L1/python/in_layer.py", "");
        function.Layers = [function.PathBeside("L1")];
        function.Variables["PYTHONPATH"] = own;

        Assert.Equal([function.Root, "/var/runtime", own], Strings(await function.RunAsync())[..3]);
    }

    [Fact(Timeout = Limit)]
    public async Task Path_files_in_the_code_and_in_layers_are_read()
    {
        using var function = new PythonFunction(
            "import sys, vendored, layered\ndef handler(event, context): return [vendored.V, layered.V, sys.executed]\n");
        function.Write("vendor.pth", "vendor\nimport sys; sys.executed = True\n");
        function.Write("vendor/vendored.py", "V = 1");
        _ = function.WriteBeside("L1/python/more.pth", "more\n");
        _ = function.WriteBeside("L1/python/more/layered.py", "V = 2");
        function.Layers = [function.PathBeside("L1")];

        Assert.Equal("[1, 2, true]", (await function.RunAsync()).Answer);
    }

    [Theory(Timeout = Limit)]
    [InlineData("random.py", "random", true)]
    [InlineData("http/__init__.py", "http", true)]
    [InlineData("logging/__init__.py", "logging", false)]
    [InlineData("json.py", "json", false)]
    [InlineData("types.py", "types", false)]
    [InlineData("enum.py", "enum", false)]
    [InlineData("queue.py", "queue", false)]
    [InlineData("token.py", "token", null)]
    [InlineData("json.txt", "json", false)]
    public async Task A_module_takes_the_place_of_one_of_Python_unless_the_client_of_the_service_has_loaded_that(
        string file, string module, bool? wins)
    {
        using var function = new PythonFunction($"import {module}\ndef handler(event, context): return {module}.__file__\n");
        function.Write(file, "");
        wins ??= function.Interpreter.Version >= new Version(3, 13); // The client imports it no more.
        Assert.Equal(wins, (await function.RunAsync()).Answer.Contains(function.Root, StringComparison.Ordinal));
    }

    [Theory(Timeout = Limit)]
    [InlineData("sys.argv", """["/var/runtime/bootstrap.py"]""")]
    [InlineData("getattr(sys, 'orig_argv', ['', ''])[1:] in ([''], ['/var/runtime/bootstrap.py'])", "true")]
    [InlineData("__import__('__main__').__name__", "\"__main__\"")]
    [InlineData("os.path.basename(__import__('__main__').__file__)", "\"bootstrap.py\"")]
    [InlineData("[name for name in sys.modules if name in ('startup', 'runtime', 'payloads', 'environment', 'api')]", "[]")]
    [InlineData("[sys.dont_write_bytecode, sys.flags.no_site, 'no_site=0' in repr(sys.flags)]", "[false, 0, true]")]
    [InlineData("[name for name in sys._xoptions if 'samlet' in name]", "[]")]
    [InlineData("os.getcwd() == os.environ['LAMBDA_TASK_ROOT']", "true")]
    [InlineData("sorted(set(os.environ) - {'_X_AMZN_TRACE_ID'}) == sorted(given())", "true")]
    [InlineData("type(sys.stdout).__name__", "\"Unbuffered\"")]
    public async Task The_function_sees_nothing_of_how_it_was_started(string expression, string expected)
    {
        using var function = new PythonFunction(
            $$"""
            import os, sys
            def given():
                with open("/proc/self/environ") as file:
                    return [entry.partition("=")[0] for entry in file.read().split("\0") if entry]
            def handler(event, context): return {{expression}}
            """);
        function.Variables["AWS_EXECUTION_ENV"] = "AWS_Lambda_python3.11";
        Assert.Equal(expected, (await function.RunAsync()).Answer);
    }

    [Fact(Timeout = Limit)]
    public async Task Nothing_is_written_into_the_code()
    {
        using var function = new PythonFunction("import helper, package.part\ndef handler(event, context): pass\n");
        function.Write("helper.py", "");
        function.Write("package/part.py", "");
        _ = await function.RunAsync();

        Assert.DoesNotContain(Directory.EnumerateDirectories(function.Root, "*", SearchOption.AllDirectories), IsCache);
    }

    [Fact(Timeout = Limit)]
    public async Task The_code_cache_keeps_compiled_modules_and_notices_a_change_that_hides_its_time_and_size()
    {
        using var function = new PythonFunction("import helper\ndef handler(event, context): return [helper.V, helper.__spec__.cached]\n");
        function.Write("helper.py", "V = 1");
        var cache = Path.GetDirectoryName(function.WriteBeside("cache/readme", ""))!;
        function.CodeCache = cache;
        var first = await function.RunAsync();
        Assert.Equal(2, Directory.GetFiles(cache, "*.pyc").Length);
        Assert.Equal(first.Answer, (await function.RunAsync()).Answer);

        var file = Path.Combine(function.Root, "helper.py");
        var time = File.GetLastWriteTimeUtc(file);
        function.Write("helper.py", "V = 2");
        File.SetLastWriteTimeUtc(file, time);
        Assert.StartsWith("[2, ", (await function.RunAsync()).Answer, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.EnumerateDirectories(function.Root), IsCache);
    }

    [Fact(Timeout = Limit)]
    public async Task A_broken_file_in_the_code_cache_does_no_harm()
    {
        using var function = new PythonFunction("def handler(event, context): return 1");
        var cache = Path.GetDirectoryName(function.WriteBeside("cache/readme", ""))!;
        function.CodeCache = cache;
        _ = await function.RunAsync();
        var file = Assert.Single(Directory.GetFiles(cache, "*.pyc"));
        await File.WriteAllTextAsync(file, "broken", TestContext.Current.CancellationToken);

        Assert.Equal("1", (await function.RunAsync()).Answer);
    }

    [Fact(Timeout = Limit)]
    public async Task Optimized_code_is_not_taken_for_the_other_in_the_code_cache()
    {
        using var function = new PythonFunction("def handler(event, context): return __debug__");
        function.CodeCache = Path.GetDirectoryName(function.WriteBeside("cache/readme", ""))!;
        var plain = await function.RunAsync();
        function.Variables["PYTHONOPTIMIZE"] = "1";

        Assert.Equal("true false", $"{plain.Answer} {(await function.RunAsync()).Answer}");
    }

    private static bool IsCache(string folder) => folder.EndsWith("__pycache__", StringComparison.Ordinal);

    private static string[] Strings(BootstrapRun run) => JsonSerializer.Deserialize<string[]>(run.Answer)!;
}
