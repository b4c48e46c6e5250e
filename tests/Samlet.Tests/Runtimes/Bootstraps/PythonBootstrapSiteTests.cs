using Samlet.Tests.Support;

namespace Samlet.Tests.Runtimes.Bootstraps;

/// <summary>
/// A start without `site` is no different from one with it, whatever the machine's site folders hold.
/// </summary>
public sealed class PythonBootstrapSiteTests
{
    private const int Limit = 60_000;

    [Theory(Timeout = Limit)]
    [InlineData("sys.path")]
    [InlineData("[sys.prefix, sys.exec_prefix, sys.base_prefix, sys.executable]")]
    [InlineData("repr(sys.flags)")]
    [InlineData("sorted(vars(builtins))")]
    [InlineData("[repr(exit), repr(quit), repr(copyright), repr(license), repr(help), type(exit).__name__]")]
    [InlineData("[str(credits), type(credits).__module__, type(credits).__name__]")]
    [InlineData("[len(sys.meta_path), len(sys.path_hooks)] if __import__('site').PREFIXES else 0")]
    [InlineData("[__import__('site').getsitepackages(), __import__('site').PREFIXES]")]
    [InlineData("__import__('sysconfig').get_paths()")]
    [InlineData("subprocess._args_from_interpreter_flags()")]
    [InlineData("[module.name for module in pkgutil.iter_modules() if module.name[0] != '_']")]
    [InlineData("sorted({d.metadata['Name'] for d in metadata.distributions()})")]
    [InlineData("getattr(__import__('distutils'), '__file__', '') if sys.version_info < (3, 12) else ''")]
    public async Task A_function_sees_the_same_with_and_without_the_flag(string expression)
    {
        using var function = new PythonFunction(
            $$"""
            import builtins, os, pkgutil, subprocess, sys
            from importlib import metadata
            def handler(event, context): return {{expression}}
            """);
        var without = await function.RunAsync();
        function.InterpreterOptions = ["-s"];
        var plain = await function.RunAsync();

        var expected = plain.Answer.Replace("no_user_site=1", "no_user_site=0", StringComparison.Ordinal);
        Assert.Equal(expected.Replace("[\"-s\"]", "[]", StringComparison.Ordinal), without.Answer);
    }

    [Fact(Timeout = Limit)]
    public async Task Children_start_as_if_the_flag_were_not_there()
    {
        using var function = new PythonFunction(
            """
            import multiprocessing, subprocess, sys
            def work(pipe, number):
                pipe.send([number + 1, sys.flags.no_site, "site" in sys.modules, sys.path])
            def handler(event, context):
                answers = []
                for method in ("fork", "spawn"):
                    start = multiprocessing.get_context(method)
                    mine, other = start.Pipe()
                    child = start.Process(target=work, args=(other, 1))
                    child.start()
                    answers.append(mine.recv())
                    child.join()
                packages = [folder for folder in sys.path if folder.endswith("-packages")]
                same = [answer[:3] + [set(packages) <= set(answer[3])] for answer in answers]
                code = "import sys; print(sys.flags.no_site, set(%r) <= set(sys.path))" % packages
                return same + [subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE).stdout.decode()]
            """);
        Assert.Equal("""[[2, 0, true, true], [2, 0, true, true], "0 True\n"]""", (await function.RunAsync()).Answer);
    }

    [Fact(Timeout = Limit)]
    public async Task A_virtual_environment_gives_its_packages_and_prefix()
    {
        using var function = new PythonFunction("import sys, mine\ndef handler(event, context): return [mine.V, sys.prefix]\n");
        using var environment = new VirtualEnvironment(function);
        environment.Write("mine.py", "V = 1");
        var expected = $$"""[1, "{{environment.Path}}"]""";

        Assert.Equal(expected, (await function.RunAsync()).Answer);
        Assert.True(environment.IsQuiet);
        Assert.Equal(expected, (await function.RunAsync()).Answer);
    }

    [Theory(Timeout = Limit)]
    [InlineData("import sys", true)]
    [InlineData("import os; os.environ.get('NOTHING')", true)]
    [InlineData("import harmless", true)]
    [InlineData("import json.tool", true)]
    [InlineData("import sys; sys.marked = 1", false)]
    [InlineData("import builtins; builtins.marked = 1", false)]
    [InlineData("import os; os.environ['MARKED'] = '1'", false)]
    [InlineData("import os; list(os.environ)", false)]
    [InlineData("import sys; sys.meta_path.append(sys.meta_path[0])", false)]
    [InlineData("import sys; sys.excepthook = print", false)]
    [InlineData("import json.decoder; json.decoder.JSONDecoder.decode = None", false)]
    [InlineData("import json; json.loads = None", false)]
    [InlineData("import urllib.parse; urllib.parse.uses_netloc.append('x')", false)]
    [InlineData("import warnings; warnings.simplefilter('error')", false)]
    [InlineData("import logging; logging.root.handlers.append(None)", false)]
    [InlineData("import logging; logging.root.setLevel(1)", false)]
    [InlineData("import codecs; codecs.register(lambda name: None)", false)]
    [InlineData("import socket; socket.setdefaulttimeout(9)", false)]
    [InlineData("import signal; signal.signal(signal.SIGUSR1, signal.SIG_IGN)", false)]
    [InlineData("import threading; threading.Thread(target=threading.Event().wait, args=(1,), daemon=True).start()", false)]
    [InlineData("import sys, types; sys.modules['made'] = types.ModuleType('made')", false)]
    [InlineData("import patching", false)]
    public async Task Code_of_a_path_file_runs_at_once_if_it_changes_anything(string line, bool isQuiet)
    {
        using var function = new PythonFunction("def handler(event, context): return 1");
        using var environment = new VirtualEnvironment(function);
        environment.Write("harmless.py", "import json\nV = json.dumps(1)\n");
        environment.Write("patching.py", "import ssl\nssl.create_default_context = None\n");
        environment.Write("some.pth", line + "\n");
        _ = await function.RunAsync();

        Assert.Equal(isQuiet, environment.IsQuiet);
    }

    [Fact(Timeout = Limit)]
    public async Task What_a_path_file_changes_is_there_from_the_first_line()
    {
        using var function = new PythonFunction("seen = marked\ndef handler(event, context): return seen");
        using var environment = new VirtualEnvironment(function);
        environment.Write("some.pth", "import builtins; builtins.marked = 1\n");

        Assert.Equal("1", (await function.RunAsync()).Answer);
        Assert.Equal("1", (await function.RunAsync()).Answer);
    }

    [Fact(Timeout = Limit)]
    public async Task A_sitecustomize_on_the_search_path_runs_before_the_function_and_its_change_is_noticed()
    {
        using var function = new PythonFunction("seen = marked\ndef handler(event, context): return seen");
        using var environment = new VirtualEnvironment(function);
        var file = function.WriteBeside("own/sitecustomize.py", "import builtins\nbuiltins.marked = 1\n");
        function.Variables["PYTHONPATH"] = Path.GetDirectoryName(file)!;
        Assert.Equal("1", (await function.RunAsync()).Answer);

        _ = function.WriteBeside("own/sitecustomize.py", "import builtins\nbuiltins.marked = 22\n");
        Assert.Equal("22", (await function.RunAsync()).Answer);
    }

    [Fact(Timeout = Limit)]
    public async Task Quiet_code_of_a_path_file_runs_when_something_of_its_folder_is_imported()
    {
        using var function = new PythonFunction(
            """
            import sys
            before = "harmless" in sys.modules
            import other
            def handler(event, context): return [before, "harmless" in sys.modules]
            """);
        using var environment = new VirtualEnvironment(function);
        environment.Write("some.pth", "import harmless\n");
        environment.Write("harmless.py", "");
        environment.Write("other.py", "");

        Assert.Equal("[false, true]", (await function.RunAsync()).Answer);
    }

    [Fact(Timeout = Limit)]
    public async Task A_changed_site_folder_or_variable_makes_a_new_record()
    {
        using var function = new PythonFunction("import sys\ndef handler(event, context): return getattr(sys, 'marked', 0)");
        using var environment = new VirtualEnvironment(function);
        Assert.Equal("0", (await function.RunAsync()).Answer);

        environment.Write("some.pth", "import os, sys; sys.__dict__.update(marked=2) if os.environ.get('MARK') else None\n");
        Assert.Equal("0", (await function.RunAsync()).Answer);
        Assert.True(environment.IsQuiet);

        function.Variables["MARK"] = "1";
        Assert.Equal("2", (await function.RunAsync()).Answer);
        Assert.False(environment.IsQuiet);

        function.Variables.Clear();
        Assert.Equal("0", (await function.RunAsync()).Answer);
    }

    [Theory(Timeout = Limit)]
    [InlineData("")]
    [InlineData("broken")]
    [InlineData("cut")]
    public async Task A_broken_record_is_made_again(string damage)
    {
        using var function = new PythonFunction("import sys\ndef handler(event, context): return sys.path");
        using var environment = new VirtualEnvironment(function);
        var expected = (await function.RunAsync()).Answer;
        var good = await File.ReadAllTextAsync(environment.Record, TestContext.Current.CancellationToken);
        var bad = damage == "cut" ? good[..^20] : damage;
        await File.WriteAllTextAsync(environment.Record, bad, TestContext.Current.CancellationToken);

        Assert.Equal(expected, (await function.RunAsync()).Answer);
        Assert.Equal(good, await File.ReadAllTextAsync(environment.Record, TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = Limit)]
    public async Task A_broken_pack_of_the_client_does_no_harm()
    {
        using var function = new PythonFunction("def handler(event, context): return 1");
        using var environment = new VirtualEnvironment(function);
        _ = await function.RunAsync();
        var pack = Assert.Single(Directory.GetFiles(function.Bootstrap, "pack-*.bin"));
        await File.WriteAllTextAsync(pack, "broken", TestContext.Current.CancellationToken);

        Assert.Equal("1", (await function.RunAsync()).Answer);
    }

    [Fact(Timeout = Limit)]
    public async Task Several_first_starts_at_once_all_succeed()
    {
        using var function = new PythonFunction("import sys\ndef handler(event, context): return sys.path");
        using var environment = new VirtualEnvironment(function);
        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => function.RunAsync()));

        Assert.Single(runs.Select(static run => run.Answer).Distinct());
        Assert.True(environment.IsQuiet);
        Assert.DoesNotContain(Directory.GetFiles(function.Bootstrap), static file => char.IsAsciiDigit(file[^1]));
    }

    /// <summary>
    /// A virtual environment without anything in it, and a copy of the bootstrap that has no record yet.
    /// </summary>
    private sealed class VirtualEnvironment : IDisposable
    {
        private readonly TempFolder _folder = new();
        private readonly TempFolder _bootstrap = PythonFunction.CopyBootstrap();
        private readonly string _packages;

        public VirtualEnvironment(PythonFunction function)
        {
            Assert.SkipWhen(OperatingSystem.IsWindows(), "virtual environments are laid out differently on Windows");
            var home = System.IO.Path.GetDirectoryName(function.Interpreter.Program);
            _ = _folder.Write("pyvenv.cfg", $"home = {home}\ninclude-system-site-packages = false\n");
            _ = _folder.CreateFolder("bin");
            var program = _folder.PathOf("bin/python3");
            _ = File.CreateSymbolicLink(program, function.Interpreter.Program);
            _packages = $"lib/python{function.Interpreter.Version}/site-packages/";
            _ = _folder.CreateFolder(_packages);
            function.Program = program;
            function.Bootstrap = _bootstrap.Path;
        }

        public string Path => _folder.Path;

        public string Record => Assert.Single(Directory.GetFiles(_bootstrap.Path, "site-*.txt"));

        public bool IsQuiet => File.ReadLines(Record).Contains("quiet");

        public void Write(string name, string text) => _ = _folder.Write(_packages + name, text);

        public void Dispose()
        {
            _folder.Dispose();
            _bootstrap.Dispose();
        }
    }
}
