using Samlet.Runtimes.Interpreters;
using Samlet.Tests.Support;

namespace Samlet.Tests.Runtimes.Interpreters;

public sealed class ShimTests : IDisposable
{
    private readonly FakeComputer _computer = new();

    public void Dispose() => _computer.Dispose();

    [Theory(Timeout = 60_000)]
    [InlineData("python3.12", "home/.pyenv", "shims/python3", "versions/3.12.1/bin/python")]
    [InlineData("ruby3.4", "home/.rbenv", "shims/ruby", "versions/3.4.1/bin/ruby")]
    [InlineData("nodejs22.x", "home/.asdf", "shims/node", "installs/nodejs/22.11.0/bin/node")]
    [InlineData("nodejs22.x", "home/.volta", "bin/node", "tools/image/node/22.11.0/bin/node")]
    [InlineData("python3.12", "opt/pyenv", "shims/python3", "versions/3.12.1/bin/python")]
    [InlineData("nodejs22.x", "opt/mise", "shims/node", "installs/node/22.11.0/bin/node")]
    public async Task The_program_behind_a_shim_is_found_without_running_the_shim(
        string runtime, string root, string shim, string path)
    {
        _computer.AddScript($"{root}/{shim}", "exit 1\n");
        var program = _computer.AddProgram($"{root}/{path}", "unasked");
        _computer.SetSearchPath($"{root}/{shim.Split('/')[0]}");

        var (interpreter, warning) = await _computer.LocateAsync(runtime);

        Assert.Equal(RealPath.Of(program), interpreter.Program);
        Assert.Null(warning);
        Assert.Equal(0, _computer.TimesAsked);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_shim_of_an_unknown_manager_is_asked_when_nothing_else_is_there()
    {
        var program = _computer.AddProgram("deep/down/node", "v22.11.0");
        _computer.AddScript("manager/shims/node", $"exec '{program}'\n");
        _computer.SetSearchPath("manager/shims");

        Assert.Equal(program, (await _computer.LocateAsync("nodejs22.x")).Interpreter.Program);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_shim_that_starts_another_version_is_asked_again_next_time()
    {
        _computer.AddProgram("22/node", "v22.11.0");
        _computer.AddProgram("24/node", "v24.1.0");
        _computer.Write("pin", "24\n");
        _computer.AddScript("manager/shims/node", $"""
            cd '{_computer.PathOf("")}'
            read -r version < pin
            exec "./$version/node"
            """);
        _computer.SetSearchPath("manager/shims");
        Assert.Equal("24.1.0", (await _computer.LocateAsync("nodejs22.x")).Interpreter.Version);

        _computer.Write("pin", "22\n");

        Assert.Equal("22.11.0", (await _computer.LocateAsync("nodejs22.x")).Interpreter.Version);
    }

    [Fact(Timeout = 60_000)]
    public async Task Folders_of_Windows_are_not_searched_from_within_Linux()
    {
        _computer.Variables["WSL_DISTRO_NAME"] = "Debian";
        var program = _computer.AddProgram("bin/node", "v22.11.0");
        _computer.Variables["PATH"] += $"{Path.PathSeparator}/mnt/c/nodejs";

        Assert.Equal([_computer.PathOf("bin")], new InstallFolders(_computer.Host).SearchPath);
        Assert.Equal(program, (await _computer.LocateAsync("nodejs22.x")).Interpreter.Program);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_shim_is_left_alone_where_a_program_is_on_PATH()
    {
        _computer.AddScript("manager/shims/python3", "exit 1\n");
        var program = _computer.AddProgram("bin/python3", "3.11.2");
        _computer.SetSearchPath("manager/shims", "bin");

        Assert.Equal(program, (await _computer.LocateAsync("python3.12")).Interpreter.Program);
        Assert.Equal(1, _computer.TimesAsked);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_link_on_PATH_leads_to_the_real_program()
    {
        var program = _computer.AddProgram("opt/python/bin/python3.13", "3.13.1");
        Directory.CreateDirectory(_computer.PathOf("bin"));
        File.CreateSymbolicLink(_computer.PathOf("bin/python3"), program);

        var (interpreter, _) = await _computer.LocateAsync("python3.13");

        Assert.Equal(program, interpreter.Program);
        Assert.Equal(_computer.PathOf("opt/python"), interpreter.Prefix);
    }

    [Fact(Timeout = 60_000)]
    public async Task Several_names_of_one_program_are_asked_once()
    {
        var program = _computer.AddProgram("bin/node", "v20.11.0");
        File.CreateSymbolicLink(_computer.PathOf("bin/nodejs"), program);
        Directory.CreateSymbolicLink(_computer.PathOf("sbin"), _computer.PathOf("bin"));
        _computer.SetSearchPath("bin", "sbin");

        await _computer.LocateAsync("nodejs22.x");

        Assert.Equal(1, _computer.TimesAsked);
    }
}
