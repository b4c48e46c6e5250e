using Samlet.Runtimes;
using Samlet.Tests.Support;

namespace Samlet.Tests.Runtimes;

public sealed class RealPathsTests : IDisposable
{
    private readonly TempFolder _layers = new();

    public RealPathsTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "lists are joined by another sign on Windows");
        _layers.Write("low/both.js", "");
        _layers.Write("low/only-low.js", "");
        _layers.Write("high/both.js", "");
    }

    private string Low => _layers.PathOf("low");

    private string High => _layers.PathOf("high");

    public void Dispose() => _layers.Dispose();

    [Fact]
    public void The_interpreter_s_folder_stands_first_in_PATH_and_later_layers_before_earlier_ones() => Assert.Equal(
        $"/node/bin:/usr/local/bin:/usr/bin/:/bin:{High}/bin:{Low}/bin",
        Translate("PATH", "/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin"));

    [Theory]
    [InlineData("NODE_PATH", "/var/runtime/node_modules:/var/runtime:/var/task", "/packages/node_modules:/packages:/src/app")]
    [InlineData("GEM_PATH", "/var/runtime:/var/runtime/ruby/3.4.0", "/packages:/packages/ruby/3.4.0")]
    [InlineData("GEM_HOME", "/var/runtime", "/packages")]
    [InlineData("LD_LIBRARY_PATH", "/var/runtime:/var/runtime/lib", "/var/runtime:/var/runtime/lib")]
    [InlineData("PYTHONPATH", "/var/runtime", "/var/runtime")]
    public void Installed_packages_stand_for_those_of_the_runtime(string name, string value, string expected) =>
        Assert.Equal(
            expected,
            new RealPaths(new RuntimeFolders { Task = "/src/app" }, null, null) { Packages = "/packages" }
                .Translate(name, value));

    [Theory]
    [InlineData("LD_LIBRARY_PATH", "/var/lang/lib:/lib64:/var/runtime:/var/task:/var/task/lib", "/node/lib:/lib64:/var/runtime:/src/app:/src/app/lib")]
    [InlineData("PYTHONPATH", "/var/runtime", "/var/runtime")]
    [InlineData("NODE_PATH", "/var/task/../x:relative:/optional/x:/var/tasks", "/src/app/../x:relative:/optional/x:/var/tasks")]
    [InlineData("PATH", "/mine", "/node/bin:/mine")]
    [InlineData("LAMBDA_TASK_ROOT", "/var/task", "/src/app")]
    [InlineData("PWD", "/var/task", "/src/app")]
    [InlineData("DOTNET_ROOT", "/var/lang/bin", "/node/bin")]
    [InlineData("GEM_HOME", "/var/runtime", "/var/runtime")]
    [InlineData("LAMBDA_RUNTIME_DIR", "/var/runtime", "/var/runtime")]
    [InlineData("AWS_LAMBDA_EXEC_WRAPPER", "/var/task/wrap", "/src/app/wrap")]
    [InlineData("NODE_OPTIONS", "--require /var/task/a.js --import=/var/task/b.mjs", "--require /src/app/a.js --import=/src/app/b.mjs")]
    [InlineData("NODE_OPTIONS", "--require \"/var/task/a.js\" -r ./var/task/b.js", "--require \"/src/app/a.js\" -r ./var/task/b.js")]
    [InlineData("JAVA_TOOL_OPTIONS", "-Da=/var/task -Xbootclasspath/a:/var/task/a.jar:/var/task/b.jar", "-Da=/src/app -Xbootclasspath/a:/src/app/a.jar:/src/app/b.jar")]
    [InlineData("TABLE", "/var/task/table", "/var/task/table")]
    public void Lambda_s_folders_become_the_real_ones(string name, string value, string expected) =>
        Assert.Equal(expected, Translate(name, value));

    [Theory]
    [InlineData("both.js", "high")]
    [InlineData("only-low.js", "low")]
    [InlineData("neither.js", "high")]
    public void A_single_file_is_that_of_the_last_layer_that_has_it(string file, string layer)
    {
        var real = _layers.PathOf($"{layer}/{file}");

        Assert.Equal(real, Translate("AWS_LAMBDA_EXEC_WRAPPER", $"/opt/{file}"));
        Assert.Equal($"--require {real} --x", Translate("NODE_OPTIONS", $"--require /opt/{file} --x"));
        Assert.Equal($"-javaagent:{real}=a,b", Translate("JAVA_TOOL_OPTIONS", $"-javaagent:/opt/{file}=a,b"));
    }

    [Fact]
    public void A_project_that_itself_lies_in_such_a_folder_is_not_translated_twice()
    {
        var paths = new RealPaths(new RuntimeFolders { Task = "/opt/var/task", Layers = ["/var/task/layer"] }, "/opt/node", "/opt/node/bin");

        Assert.Equal("--require /opt/var/task/a.js", paths.Translate("NODE_OPTIONS", "--require /var/task/a.js"));
        Assert.Equal("--require /var/task/layer/a.js", paths.Translate("NODE_OPTIONS", "--require /opt/a.js"));
        Assert.Equal("/opt/node/bin:/var/task/layer/bin:/opt/var/task", paths.Translate("PATH", "/var/lang/bin:/opt/bin:/var/task"));
    }

    [Fact]
    public void Without_layers_and_interpreter_their_places_in_lists_are_left_out()
    {
        var paths = new RealPaths(new RuntimeFolders { Task = "/src/app" }, null, null);

        Assert.Equal("/usr/bin/:/src/app", paths.Translate("PATH", "/var/lang/bin:/usr/bin/:/opt/bin:/var/task"));
        Assert.Equal("/opt/wrapper", paths.Translate("AWS_LAMBDA_EXEC_WRAPPER", "/opt/wrapper"));
    }

    private string Translate(string name, string value) =>
        new RealPaths(new RuntimeFolders { Task = "/src/app", Layers = [Low, High] }, "/node", "/node/bin").Translate(name, value);
}
