using Samlet.Runtimes.Interpreters;
using Samlet.Tests.Support;

namespace Samlet.Tests.Runtimes.Interpreters;

public sealed class InterpreterLocatorTests : IDisposable
{
    private readonly FakeComputer _computer = new();

    public void Dispose() => _computer.Dispose();

    [Theory(Timeout = 60_000)]
    [InlineData("nodejs22.x", "nvm", "home/.nvm/versions/node/v22.11.0/bin/node")]
    [InlineData("nodejs22.x", "fnm", "home/.local/share/fnm/node-versions/v22.11.0/installation/bin/node")]
    [InlineData("nodejs22.x", "fnm", "home/.fnm/node-versions/v22.11.0/installation/bin/node")]
    [InlineData("nodejs22.x", "volta", "home/.volta/tools/image/node/22.11.0/bin/node")]
    [InlineData("nodejs22.x", "nodenv", "home/.nodenv/versions/22.11.0/bin/node")]
    [InlineData("nodejs22.x", "asdf", "home/.asdf/installs/nodejs/22.11.0/bin/node")]
    [InlineData("nodejs22.x", "mise", "home/.local/share/mise/installs/node/22.11.0/bin/node")]
    [InlineData("python3.13", "pyenv", "home/.pyenv/versions/3.13.1/bin/python")]
    [InlineData("python3.13", "uv", "home/.local/share/uv/python/cpython-3.13.1-linux-x86_64-gnu/bin/python")]
    [InlineData("python3.13", "asdf", "home/.asdf/installs/python/3.13.1/bin/python")]
    [InlineData("python3.13", "mise", "home/.local/share/mise/installs/python/3.13.1/bin/python")]
    [InlineData("ruby3.4", "rbenv", "home/.rbenv/versions/3.4.1/bin/ruby")]
    [InlineData("ruby3.4", "rvm", "home/.rvm/rubies/ruby-3.4.1/bin/ruby")]
    [InlineData("ruby3.4", "chruby", "home/.rubies/ruby-3.4.1/bin/ruby")]
    [InlineData("ruby3.4", "mise", "home/.local/share/mise/installs/ruby/3.4.1/bin/ruby")]
    public async Task Version_managers_are_searched_without_running_anything(string runtime, string origin, string path)
    {
        Assert.SkipWhen(OperatingSystem.IsMacOS() && origin == "fnm", "fnm has another folder there");
        var program = _computer.AddProgram(path, "unasked");

        var (interpreter, warning) = await _computer.LocateAsync(runtime);

        Assert.Equal(RealPath.Of(program), interpreter.Program);
        Assert.Equal(Path.GetDirectoryName(Path.GetDirectoryName(RealPath.Of(program))), interpreter.Prefix);
        Assert.Equal(Path.GetDirectoryName(RealPath.Of(program)), interpreter.BinFolder);
        Assert.Equal(origin, interpreter.Origin);
        Assert.Null(warning);
        Assert.Equal(0, _computer.TimesAsked);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("nodejs22.x", "NVM_DIR", "versions/node/v22.11.0/bin/node")]
    [InlineData("nodejs22.x", "FNM_DIR", "node-versions/v22.11.0/installation/bin/node")]
    [InlineData("nodejs22.x", "VOLTA_HOME", "tools/image/node/22.11.0/bin/node")]
    [InlineData("nodejs22.x", "N_PREFIX", "n/versions/node/22.11.0/bin/node")]
    [InlineData("nodejs22.x", "ASDF_DATA_DIR", "installs/nodejs/22.11.0/bin/node")]
    [InlineData("nodejs22.x", "MISE_DATA_DIR", "installs/node/22.11.0/bin/node")]
    [InlineData("nodejs22.x", "XDG_DATA_HOME", "mise/installs/node/22.11.0/bin/node")]
    [InlineData("python3.13", "PYENV_ROOT", "versions/3.13.1/bin/python")]
    [InlineData("python3.13", "UV_PYTHON_INSTALL_DIR", "cpython-3.13.1-linux-x86_64-gnu/bin/python")]
    [InlineData("ruby3.4", "RBENV_ROOT", "versions/3.4.1/bin/ruby")]
    [InlineData("ruby3.4", "rvm_path", "rubies/ruby-3.4.1/bin/ruby")]
    public async Task The_variables_of_the_version_managers_lead_to_their_folders(
        string runtime, string variable, string path)
    {
        _computer.Variables[variable] = _computer.PathOf("elsewhere");
        var program = _computer.AddProgram("elsewhere/" + path, "unasked");

        var (interpreter, _) = await _computer.LocateAsync(runtime);

        Assert.Equal(RealPath.Of(program), interpreter.Program);
        Assert.Equal(0, _computer.TimesAsked);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("nodejs22.x", "opt/node@22/bin/node", "22.11.0")]
    [InlineData("python3.13", "opt/python@3.13/bin/python3.13", "3.13.1")]
    [InlineData("ruby3.4", "opt/ruby@3.4/bin/ruby", "3.4.1")]
    public async Task Homebrew_names_a_line_of_versions_and_the_program_tells_the_rest(
        string runtime, string path, string version)
    {
        _computer.Variables["HOMEBREW_PREFIX"] = _computer.PathOf("brew");
        var program = _computer.AddProgram("brew/" + path, version);

        var (interpreter, _) = await _computer.LocateAsync(runtime);

        Assert.Equal((program, version, "homebrew"), (interpreter.Program, interpreter.Version, interpreter.Origin));
    }

    [Fact(Timeout = 60_000)]
    public async Task Build_machines_have_a_tool_cache()
    {
        _computer.Variables["RUNNER_TOOL_CACHE"] = _computer.PathOf("tools");
        var path = $"tools/Python/3.13.1/{InstallPlaces.ToolCacheArchitecture}/bin/python";
        var program = _computer.AddProgram(path, "unasked");

        Assert.Equal(RealPath.Of(program), (await _computer.LocateAsync("python3.13")).Interpreter.Program);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("nodejs22.x", "node22", "v22.11.0", "22.11.0")]
    [InlineData("nodejs22.x", "node-22", "v22.11.0", "22.11.0")]
    [InlineData("nodejs22.x", "node", "v22.11.0", "22.11.0")]
    [InlineData("python3.13", "python3.13", "3.13.1", "3.13.1")]
    [InlineData("python3.13", "python3", "3.13.1", "3.13.1")]
    [InlineData("python3.13", "python", "3.13.1", "3.13.1")]
    [InlineData("ruby3.4", "ruby3.4", "3.4.1", "3.4.1")]
    [InlineData("ruby3.4", "ruby34", "3.4.1", "3.4.1")]
    [InlineData("ruby3.4", "ruby", "3.4.1", "3.4.1")]
    public async Task Programs_on_PATH_are_asked_once_for_their_version(
        string runtime, string name, string answer, string version)
    {
        var program = _computer.AddProgram("bin/" + name, answer);

        await _computer.LocateAsync(runtime);
        var (interpreter, warning) = await _computer.LocateAsync(runtime);

        Assert.Equal(RealPath.Of(program), interpreter.Program);
        Assert.Equal(version, interpreter.Version);
        Assert.Equal("PATH", interpreter.Origin);
        Assert.Null(warning);
        Assert.Equal(1, _computer.TimesAsked);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_exact_version_wins_over_the_plain_name()
    {
        _computer.AddProgram("bin/node", "v24.1.0");
        var exact = _computer.AddProgram("home/.nvm/versions/node/v22.11.0/bin/node", "unasked");

        Assert.Equal(RealPath.Of(exact), (await _computer.LocateAsync("nodejs22.x")).Interpreter.Program);
        Assert.Equal(0, _computer.TimesAsked);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_newest_patch_wins_unless_the_shell_has_another_active()
    {
        var active = _computer.AddProgram("home/.nvm/versions/node/v22.9.0/bin/node", "unasked");
        var newest = _computer.AddProgram("home/.nvm/versions/node/v22.11.0/bin/node", "unasked");

        Assert.Equal(RealPath.Of(newest), (await _computer.LocateAsync("nodejs22.x")).Interpreter.Program);
        _computer.Variables["PATH"] = Path.GetDirectoryName(active)!;
        Assert.Equal(RealPath.Of(active), (await _computer.LocateAsync("nodejs22.x")).Interpreter.Program);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("3.14", "3.11.9 3.12.1 3.15.0", "3.15.0")]
    [InlineData("3.12", "3.11.9 3.13.1 3.14.0", "3.13.1")]
    [InlineData("3.14", "3.11.9 3.13.0 3.13.1", "3.13.1")]
    [InlineData("3.7", "2.7.18 3.11.9", "3.11.9")]
    public async Task Without_the_exact_version_the_nearest_newer_is_taken_then_the_nearest_older(
        string wanted, string installed, string chosen)
    {
        _computer.AddPyenvVersions(installed);

        var (interpreter, warning) = await _computer.LocateAsync("python" + wanted);

        Assert.Equal(chosen, interpreter.Version);
        Assert.Equal(
            $"`python{wanted}` runs with Python {chosen} (`{interpreter.Program}`) "
            + $"because Python {wanted} was not found; install it with `pyenv install {wanted}`",
            warning);
        Assert.Equal(warning, (await _computer.LocateAsync("python" + wanted)).Warning);
    }

    [Fact(Timeout = 60_000)]
    public async Task Another_version_is_an_error_where_the_exact_one_is_demanded()
    {
        _computer.AddProgram("home/.pyenv/versions/3.13.1/bin/python", "unasked");

        var error = await Assert.ThrowsAsync<UserErrorException>(
            () => _computer.LocateAsync("python3.14", RuntimeVersionPolicy.Exact));

        Assert.StartsWith(
            "Python 3.14 for runtime `python3.14` was not found; the nearest is 3.13.1",
            error.Message,
            StringComparison.Ordinal);
        Assert.StartsWith("install it with `pyenv install 3.14`", error.Hint, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("nodejs22.x", "Node.js 22 for runtime `nodejs22.x`", "`nvm install 22`")]
    [InlineData("python3.13", "Python 3.13 for runtime `python3.13`", "`uv python install 3.13`")]
    [InlineData("ruby3.4", "Ruby 3.4 for runtime `ruby3.4`", "`rbenv install 3.4`")]
    public async Task Nothing_at_all_is_an_error_that_says_how_to_install_it(
        string runtime, string message, string hint)
    {
        var error = await Assert.ThrowsAsync<UserErrorException>(() => _computer.LocateAsync(runtime));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(hint, error.Hint, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Advice_names_a_version_manager_that_is_there_and_serves_the_family()
    {
        _computer.AddPyenvVersions("3.13.1");
        _computer.SetSearchPath("home/.pyenv/shims");
        _computer.AddProgram("home/.local/share/fnm/node-versions/v24.1.0/installation/bin/node", "unasked");
        _computer.Variables["FNM_DIR"] = _computer.PathOf("home/.local/share/fnm");

        var (_, warning) = await _computer.LocateAsync("nodejs22.x");

        Assert.EndsWith("install it with `fnm install 22`", warning, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Python_2_does_not_stand_in_for_Python_3()
    {
        _computer.AddProgram("home/.pyenv/versions/2.7.18/bin/python", "unasked");

        await Assert.ThrowsAsync<UserErrorException>(() => _computer.LocateAsync("python3.13"));
        Assert.Equal("2.7.18", (await _computer.LocateAsync("python2.7")).Interpreter.Version);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_old_Go_runtime_is_refused_before_any_search()
    {
        var error = await Assert.ThrowsAsync<UserErrorException>(() => _computer.LocateAsync("go1.x"));

        Assert.Contains("`go1.x` cannot run", error.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_does_not_run_is_passed_over()
    {
        _computer.AddScript("bin/python3", "exit 127\n");
        _computer.AddProgram("bin/python", "3.12.1");

        Assert.Equal("3.12.1", (await _computer.LocateAsync("python3.12")).Interpreter.Version);
    }

    [Fact(Timeout = 60_000)]
    public async Task Relative_folders_on_PATH_are_not_searched()
    {
        _computer.Variables["PATH"] = $"bin{Path.PathSeparator}.{Path.PathSeparator}{_computer.PathOf("bin")}";
        var program = _computer.AddProgram("bin/node", "v22.11.0");

        Assert.Equal(RealPath.Of(program), (await _computer.LocateAsync("nodejs22.x")).Interpreter.Program);
    }
}
