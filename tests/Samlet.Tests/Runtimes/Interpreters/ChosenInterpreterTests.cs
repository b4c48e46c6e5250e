using Samlet.Functions;
using Samlet.Runtimes.Interpreters;
using Samlet.Tests.Support;

namespace Samlet.Tests.Runtimes.Interpreters;

/// <summary>What the shell has chosen by a variable: a virtual environment, JAVA_HOME, DOTNET_ROOT.</summary>
public sealed class ChosenInterpreterTests : IDisposable
{
    private readonly FakeComputer _computer = new();

    public void Dispose() => _computer.Dispose();

    [Theory(Timeout = 60_000)]
    [InlineData("version = 3.13.1")]
    [InlineData("version_info = 3.13.1.final.0")]
    [InlineData("implementation = CPython\nversion_info=3.13.1")]
    public async Task An_active_virtual_environment_of_the_right_version_is_preferred(string setting)
    {
        var newest = _computer.AddProgram("home/.pyenv/versions/3.13.1/bin/python3.13", "unasked");
        AddEnvironment("project/.venv", newest, setting);
        _computer.AddProgram("home/.pyenv/versions/3.13.2/bin/python", "unasked");

        await _computer.LocateAsync("python3.13");
        var (interpreter, warning) = await _computer.LocateAsync("python3.13");

        Assert.Equal(_computer.PathOf("project/.venv/bin/python"), interpreter.Program);
        Assert.Equal(_computer.PathOf("project/.venv"), interpreter.VirtualEnvironment);
        Assert.Equal(_computer.PathOf("home/.pyenv/versions/3.13.1"), interpreter.Prefix);
        Assert.Equal("3.13.1", interpreter.Version);
        Assert.Null(warning);
        Assert.Equal(0, _computer.TimesAsked);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_virtual_environment_of_another_version_is_not_preferred()
    {
        AddEnvironment("project/.venv", _computer.AddProgram("base/bin/python3.12", "unasked"), "version = 3.12.1");
        var program = _computer.AddProgram("home/.pyenv/versions/3.13.1/bin/python", "unasked");

        Assert.Equal(program, (await _computer.LocateAsync("python3.13")).Interpreter.Program);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_virtual_environment_whose_installation_is_gone_is_left_out()
    {
        var gone = _computer.AddProgram("base/bin/python3.13", "unasked");
        AddEnvironment("project/.venv", gone, "version = 3.13.1");
        var program = _computer.AddProgram("home/.pyenv/versions/3.13.2/bin/python", "unasked");
        await _computer.LocateAsync("python3.13");

        File.Delete(gone);

        Assert.Equal(program, (await _computer.LocateAsync("python3.13")).Interpreter.Program);
    }

    [Fact(Timeout = 60_000)]
    public async Task Leaving_the_virtual_environment_is_noticed()
    {
        var program = _computer.AddProgram("home/.pyenv/versions/3.13.1/bin/python", "unasked");
        AddEnvironment("project/.venv", program, "version = 3.13.1");
        await _computer.LocateAsync("python3.13");

        _computer.Variables.Remove("VIRTUAL_ENV");

        Assert.Equal(program, (await _computer.LocateAsync("python3.13")).Interpreter.Program);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("java21", "JAVA_VERSION=\"21.0.5\"", "21.0.5")]
    [InlineData("java17.al2023", "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"17.0.15\"", "17.0.15")]
    [InlineData("java8.al2", "JAVA_VERSION=\"1.8.0_432\"", "1.8.0_432")]
    public async Task JAVA_HOME_of_the_right_version_is_preferred_and_its_release_file_read(
        string runtime, string release, string version)
    {
        var program = _computer.AddProgram("jdk/bin/java", "unasked");
        _computer.Write("jdk/release", release);
        _computer.Variables["JAVA_HOME"] = _computer.PathOf("jdk");

        var (interpreter, warning) = await _computer.LocateAsync(runtime);

        Assert.Equal(program, interpreter.Program);
        Assert.Equal(_computer.PathOf("jdk"), interpreter.Prefix);
        Assert.Equal(version, interpreter.Version);
        Assert.Null(warning);
        Assert.Equal(0, _computer.TimesAsked);
    }

    [Fact(Timeout = 60_000)]
    public async Task Build_machines_name_a_JAVA_HOME_for_each_version()
    {
        var program = _computer.AddProgram("jdk/bin/java", "unasked");
        _computer.Write("jdk/release", "JAVA_VERSION=\"11.0.25\"");
        _computer.Variables[InterpreterSearch.JavaVariable("11")] = _computer.PathOf("jdk");

        Assert.Equal(program, (await _computer.LocateAsync("java11")).Interpreter.Program);
    }

    [Fact(Timeout = 60_000)]
    public async Task Folder_names_of_Java_versions_are_not_trusted()
    {
        var program = _computer.AddProgram("home/.sdkman/candidates/java/22.3.r11-grl/bin/java", "unasked");
        _computer.Write("home/.sdkman/candidates/java/22.3.r11-grl/release", "JAVA_VERSION=\"11.0.17\"");

        Assert.Equal(program, (await _computer.LocateAsync("java11")).Interpreter.Program);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_runtime_inside_a_JDK_8_stands_for_the_whole_kit()
    {
        _computer.AddProgram("jdk8/jre/bin/java", "unasked");
        var program = _computer.AddProgram("jdk8/bin/java", "unasked");
        File.Delete(program);
        File.CreateSymbolicLink(program, "../jre/bin/java");
        _computer.Write("jdk8/release", "JAVA_VERSION=\"1.8.0_432\"");
        _computer.Variables["JAVA_HOME"] = _computer.PathOf("jdk8");

        var (interpreter, _) = await _computer.LocateAsync("java8");

        Assert.Equal(_computer.PathOf("jdk8"), interpreter.Prefix);
        Assert.Equal(program, interpreter.Program);
    }

    /// <summary>As Debian and Ubuntu package Java 8: only the name of the folder and the program itself tell.</summary>
    [Theory(Timeout = 60_000)]
    [InlineData("JAVA_HOME", "jvm/java-8-openjdk-amd64", "jvm/java-8-openjdk-amd64")]
    [InlineData("SDKMAN_DIR", "candidates/java/8.0.432-tem", "")]
    public async Task A_JDK_8_without_a_release_file_is_asked_and_stands_for_the_whole_kit(
        string variable, string kit, string value)
    {
        var inside = _computer.AddScript(
            $"{kit}/jre/bin/java",
            $"echo '    java.home = {_computer.PathOf(kit)}/jre' >&2; echo '    java.version = 1.8.0_504' >&2\n");
        var program = _computer.PathOf($"{kit}/bin/java");
        Directory.CreateDirectory(_computer.PathOf($"{kit}/bin"));
        File.CreateSymbolicLink(program, inside);
        _computer.Variables[variable] = _computer.PathOf(value);

        var (interpreter, warning) = await _computer.LocateAsync("java8.al2");

        Assert.Equal((program, "1.8.0_504"), (interpreter.Program, interpreter.Version));
        Assert.Equal(_computer.PathOf(kit), interpreter.Prefix);
        Assert.Null(warning);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("dotnet8", "8.0.11")]
    [InlineData("dotnetcore3.1", "3.1.32")]
    public async Task The_shared_frameworks_of_DOTNET_ROOT_are_versions(string runtime, string version)
    {
        var program = _computer.AddProgram("dotnet/dotnet", "unasked");
        _computer.Write("dotnet/shared/Microsoft.NETCore.App/8.0.11/System.Private.CoreLib.dll", "");
        _computer.Write("dotnet/shared/Microsoft.NETCore.App/3.1.32/System.Private.CoreLib.dll", "");
        _computer.Variables["DOTNET_ROOT"] = _computer.PathOf("dotnet");

        var (interpreter, warning) = await _computer.LocateAsync(runtime);

        Assert.Equal(program, interpreter.Program);
        Assert.Equal(version, interpreter.Version);
        Assert.Equal(_computer.PathOf("dotnet"), interpreter.Prefix);
        Assert.Null(warning);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_updated_shared_framework_is_noticed()
    {
        _computer.AddProgram("dotnet/dotnet", "unasked");
        _computer.Write("dotnet/shared/Microsoft.NETCore.App/8.0.11/System.Private.CoreLib.dll", "");
        _computer.Variables["DOTNET_ROOT"] = _computer.PathOf("dotnet");
        await _computer.LocateAsync("dotnet8");

        var versions = _computer.PathOf("dotnet/shared/Microsoft.NETCore.App");
        Directory.Move(Path.Join(versions, "8.0.11"), Path.Join(versions, "8.0.12"));

        Assert.Equal("8.0.12", (await _computer.LocateAsync("dotnet8")).Interpreter.Version);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_dotnet_host_on_PATH_tells_its_versions_by_the_folders_beside_it()
    {
        var program = _computer.AddProgram("opt/dotnet/dotnet", "unasked");
        _computer.Write("opt/dotnet/shared/Microsoft.NETCore.App/6.0.36/System.Private.CoreLib.dll", "");
        Directory.CreateDirectory(_computer.PathOf("bin"));
        File.CreateSymbolicLink(_computer.PathOf("bin/dotnet"), program);

        Assert.Equal(program, (await _computer.LocateAsync("dotnet6")).Interpreter.Program);
        Assert.Equal(0, _computer.TimesAsked);
    }

    [Fact(Timeout = 60_000)]
    public async Task All_interpreters_of_a_family_are_listed_once_and_best_first()
    {
        var active = _computer.AddProgram("home/.pyenv/versions/3.12.1/bin/python3.12", "3.12.1");
        File.CreateSymbolicLink(_computer.PathOf("home/.pyenv/versions/3.12.1/bin/python"), "python3.12");
        AddEnvironment("project/.venv", active, "version = 3.12.1");
        _computer.AddPyenvVersions("3.13.0 3.9.18");
        _computer.AddProgram("bin/python3", "3.11.2");
        Directory.CreateSymbolicLink(_computer.PathOf("home/.pyenv/versions/3.12"), "3.12.1");

        var all = await new InterpreterLocator(_computer.Host, _computer.Cache)
            .FindAllAsync(RuntimeFamily.Python, TestContext.Current.CancellationToken);

        Assert.Equal(
            ["virtual environment 3.12.1", "pyenv 3.13.0", "pyenv 3.12.1", "pyenv 3.9.18", "PATH 3.11.2"],
            all.Select(interpreter => $"{interpreter.Origin} {interpreter.Version}"));
    }

    private void AddEnvironment(string folder, string basePython, string setting)
    {
        _computer.Write($"{folder}/pyvenv.cfg", $"home = {Path.GetDirectoryName(basePython)}\n{setting}\n");
        Directory.CreateDirectory(_computer.PathOf($"{folder}/bin"));
        File.CreateSymbolicLink(_computer.PathOf($"{folder}/bin/python"), basePython);
        _computer.Variables["VIRTUAL_ENV"] = _computer.PathOf(folder);
    }
}
