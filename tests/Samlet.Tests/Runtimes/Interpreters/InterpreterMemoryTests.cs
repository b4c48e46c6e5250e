using Samlet.Tests.Support;

namespace Samlet.Tests.Runtimes.Interpreters;

public sealed class InterpreterMemoryTests : IDisposable
{
    private readonly FakeComputer _computer = new();

    public void Dispose() => _computer.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task A_better_version_that_a_manager_installs_is_noticed()
    {
        _computer.AddProgram("home/.pyenv/versions/3.13.1/bin/python", "unasked");
        Assert.NotNull((await _computer.LocateAsync("python3.14")).Warning);

        _computer.AddProgram("home/.pyenv/versions/3.14.0/bin/python", "unasked");

        Assert.Equal("3.14.0", (await _computer.LocateAsync("python3.14")).Interpreter.Version);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_first_version_of_another_manager_is_noticed()
    {
        _computer.AddProgram("home/.pyenv/versions/3.13.1/bin/python", "unasked");
        await _computer.LocateAsync("python3.14");

        _computer.AddProgram("home/.local/share/uv/python/cpython-3.14.0-linux-x86_64-gnu/bin/python", "unasked");

        Assert.Equal("uv", (await _computer.LocateAsync("python3.14")).Interpreter.Origin);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_better_version_that_comes_to_PATH_is_noticed()
    {
        _computer.AddProgram("bin/python3", "3.11.2");
        await _computer.LocateAsync("python3.13");

        _computer.AddProgram("bin/python3.13", "3.13.1");

        Assert.Equal("3.13.1", (await _computer.LocateAsync("python3.13")).Interpreter.Version);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_removed_program_is_noticed()
    {
        var removed = _computer.AddProgram("home/.nvm/versions/node/v22.11.0/bin/node", "unasked");
        _computer.AddProgram("home/.nvm/versions/node/v24.1.0/bin/node", "unasked");
        await _computer.LocateAsync("nodejs22.x");

        File.Delete(removed);

        Assert.Equal("24.1.0", (await _computer.LocateAsync("nodejs22.x")).Interpreter.Version);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_program_replaced_in_its_place_is_asked_again()
    {
        _computer.AddProgram("bin/node", "v22.11.0");
        await _computer.LocateAsync("nodejs22.x");

        _computer.AddProgram("bin/node", "v24.10.0");

        Assert.Equal("24.10.0", (await _computer.LocateAsync("nodejs22.x")).Interpreter.Version);
    }

    [Fact(Timeout = 60_000)]
    public async Task Another_PATH_is_another_question_and_the_first_answer_stays()
    {
        _computer.AddProgram("bin/node", "v22.11.0");
        _computer.AddProgram("other/node", "v22.12.0");
        await _computer.LocateAsync("nodejs22.x");

        _computer.SetSearchPath("other");
        Assert.Equal("22.12.0", (await _computer.LocateAsync("nodejs22.x")).Interpreter.Version);
        _computer.SetSearchPath("bin");
        Assert.Equal("22.11.0", (await _computer.LocateAsync("nodejs22.x")).Interpreter.Version);
        Assert.Equal(2, _computer.TimesAsked);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_answer_of_a_program_that_starts_another_is_not_kept()
    {
        _computer.AddProgram("opt/22/node", "v22.11.0");
        _computer.AddProgram("opt/24/node", "v24.1.0");
        _computer.AddScript("bin/node", $"exec '{_computer.PathOf("opt/24/node")}'\n");
        Assert.Equal("24.1.0", (await _computer.LocateAsync("nodejs22.x")).Interpreter.Version);

        _computer.AddScript("bin/node", $"exec '{_computer.PathOf("opt/22/node")}'\n");

        Assert.Equal(_computer.PathOf("opt/22/node"), (await _computer.LocateAsync("nodejs22.x")).Interpreter.Program);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("")]
    [InlineData("samlet interpreters 1\nchoice\tNode 22\t")]
    [InlineData("samlet interpreters 1\nanswer\n\0\0\0")]
    [InlineData("samlet interpreters 0\n")]
    public async Task A_broken_memory_counts_as_none_and_is_written_anew(string text)
    {
        var program = _computer.AddProgram("bin/node", "v22.11.0");
        _computer.Write("cache/interpreters/known", text);

        Assert.Equal(program, (await _computer.LocateAsync("nodejs22.x")).Interpreter.Program);
        await _computer.LocateAsync("nodejs22.x");
        Assert.Equal(1, _computer.TimesAsked);
    }

    [Fact(Timeout = 60_000)]
    public async Task Fields_cut_short_count_as_none()
    {
        var program = _computer.AddProgram("bin/node", "v22.11.0");
        await _computer.LocateAsync("nodejs22.x");
        var lines = _computer.ReadMemory().Select(line => line[..(line.Length * 2 / 3)]);

        _computer.Write("cache/interpreters/known", string.Join('\n', lines));

        Assert.Equal(program, (await _computer.LocateAsync("nodejs22.x")).Interpreter.Program);
    }

    [Fact(Timeout = 60_000)]
    public async Task Without_a_cache_everything_works_and_only_takes_longer()
    {
        _computer.AddProgram("bin/node", "v22.11.0");
        _computer.Write("cache", "a file where the folder should be");

        await _computer.LocateAsync("nodejs22.x");
        Assert.Equal("22.11.0", (await _computer.LocateAsync("nodejs22.x")).Interpreter.Version);
        Assert.Equal(2, _computer.TimesAsked);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_memory_does_not_grow_without_end()
    {
        _computer.AddProgram("bin/node", "v22.11.0");
        for (var i = 0; i < 80; i++)
        {
            _computer.SetSearchPath("bin", $"bin{i}");
            await _computer.LocateAsync("nodejs22.x");
        }

        Assert.InRange(_computer.ReadMemory().Length, 60, 66);
        Assert.Single(Directory.GetFileSystemEntries(_computer.PathOf("cache/interpreters")));
    }
}
