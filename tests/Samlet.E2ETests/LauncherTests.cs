using System.Text;

namespace Samlet.E2ETests;

/// <summary>
/// The script `samlet` at the root, on a copy with a `dotnet` that only writes down what it is asked to do, so that the
/// launcher is seen alone and in no time.
/// </summary>
[Requires(RequiresAttribute.Unix)]
public sealed class LauncherTests : IDisposable
{
    private static readonly string[] Tools =
        ["sh", "find", "uname", "mkdir", "rm", "mv", "touch", "tail", "cat", "readlink", "sleep", "ls", "env"];

    private readonly TempFolder _folder = new();

    public LauncherTests()
    {
        _folder.WriteProgram("checkout/samlet", File.ReadAllText(Path.Combine(Repository.Root, "samlet")));
        foreach (var source in (string[])["src/Samlet/Program.cs", "src/Samlet/Cli/Reporter.cs", "global.json"])
        {
            _folder.Write($"checkout/{source}", "");
        }

        _folder.Write("checkout/Directory.Build.props", "");
        _folder.Write("checkout/Directory.Packages.props", "");
        foreach (var tool in Tools)
        {
            _folder.WriteProgram($"bin/{tool}", $"#!/bin/sh\nexec {Machine.FindOnPath(tool)} \"$@\"\n");
        }

        _folder.WriteProgram("bin/gcc", "#!/bin/sh\n");
        _folder.WriteProgram("bin/dotnet", """
            #!/bin/sh
            log() { echo "$1" >>"$CALLS"; }
            case $1 in
              --version) echo 10.0.401 ;;
              restore) case $* in *net10.0*) exit "${NET10:-0}" ;; esac ;;
              publish)
                log "publish $*"
                [ "${BROKEN:-}" != yes ] || { echo "Program.cs(1,1): error CS0001: broken"; exit 1; }
                read -r line && log "the build has read $line"
                while [ "$1" != -o ]; do shift; done
                mkdir -p "$2"
                printf '#!/bin/sh\necho "native: $*"\ncat\n' >"$2/samlet"
                chmod +x "$2/samlet"
                : >"$2/samlet.dll"
                ;;
              *.dll) shift; echo "managed: $*"; cat ;;
            esac
            """);
        _folder.WriteProgram("bin/chmod", $"#!/bin/sh\nexec {Machine.FindOnPath("chmod")} \"$@\"\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_first_start_builds_with_one_line_of_progress_and_leaves_standard_input_alone()
    {
        var result = await RunAsync(["local", "invoke", "a b"], input: "the event\n");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("native: local invoke a b\nthe event\n", result.Out);
        Assert.StartsWith(
            "building Samlet", Assert.Single(result.Err.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
        Assert.DoesNotContain(Calls(), call => call.StartsWith("the build has read", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_later_start_builds_nothing()
    {
        await RunAsync([]);

        var result = await RunAsync(["--version"]);

        Assert.Equal("native: --version\n", result.Out);
        Assert.Equal("", result.Err);
        Assert.Single(Calls());
    }

    [Fact]
    public async Task A_newer_source_is_built()
    {
        await RunAsync([]);
        File.SetLastWriteTimeUtc(_folder.PathOf("checkout/src/Samlet/Program.cs"), DateTime.UtcNow.AddSeconds(10));

        await RunAsync([]);

        Assert.Equal(2, Calls().Count);
    }

    [Fact]
    public async Task A_source_that_has_gone_is_a_reason_to_build_too()
    {
        await RunAsync([]);
        File.Delete(_folder.PathOf("checkout/src/Samlet/Cli/Reporter.cs"));

        await RunAsync([]);

        Assert.Equal(2, Calls().Count);
    }

    [Fact]
    public async Task What_a_build_leaves_beside_the_sources_is_none()
    {
        await RunAsync([]);
        _folder.Write("checkout/src/Samlet/obj/project.assets.json", "{}");
        _folder.Write("checkout/src/Samlet/bin/Debug/samlet.dll", "");

        await RunAsync([]);

        Assert.Single(Calls());
    }

    [Fact]
    public async Task Two_first_starts_at_once_build_once_and_both_run()
    {
        var results = await Task.WhenAll(RunAsync(["first"]), RunAsync(["second"]), RunAsync(["third"]));

        Assert.Equal(["native: first\n", "native: second\n", "native: third\n"], results.Select(result => result.Out));
        Assert.Single(Calls());
    }

    [Fact]
    public async Task The_lock_of_a_start_that_died_is_taken_over()
    {
        _folder.Write("checkout/artifacts/build.lock/owner", "999999999\n");

        var result = await RunAsync(["on"]);

        Assert.Equal("native: on\n", result.Out);
        Assert.False(Directory.Exists(_folder.PathOf("checkout/artifacts/build.lock")));
    }

    [Fact]
    public async Task A_build_that_fails_shows_why_and_where_the_log_is_and_is_tried_again()
    {
        var result = await RunAsync([], environment: ("BROKEN", "yes"));

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("", result.Out);
        Assert.Contains("error CS0001", result.Err, StringComparison.Ordinal);
        Assert.Contains("error: ", result.Err, StringComparison.Ordinal);
        Assert.Contains("artifacts/build.log", result.Err, StringComparison.Ordinal);
        Assert.Equal("native: \n", (await RunAsync([])).Out);
    }

    [Fact]
    public async Task Without_a_linker_the_managed_build_runs_and_that_is_said_once()
    {
        File.Delete(_folder.PathOf("bin/gcc"));

        var first = await RunAsync(["a b"], input: "event\n");
        var second = await RunAsync(["again"]);

        Assert.Equal("managed: a b\nevent\n", first.Out);
        Assert.Contains("no C linker", first.Err, StringComparison.Ordinal);
        Assert.Contains("hint: ", first.Err, StringComparison.Ordinal);
        Assert.Equal(("managed: again\n", ""), (second.Out, second.Err));
    }

    [Fact]
    public async Task A_linker_installed_later_is_used_at_the_next_start()
    {
        File.Delete(_folder.PathOf("bin/gcc"));
        await RunAsync([]);
        _folder.WriteProgram("bin/gcc", "#!/bin/sh\n");

        Assert.Equal("native: x\n", (await RunAsync(["x"])).Out);
    }

    [Fact]
    public async Task Without_the_SDK_it_says_what_installs_it()
    {
        File.Delete(_folder.PathOf("bin/dotnet"));
        WithoutSystemDotnet();

        var result = await RunAsync([]);

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("error: no .NET SDK", result.Err, StringComparison.Ordinal);
        Assert.Contains("\nhint: ", result.Err, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.PathOf("checkout/artifacts/build.lock")));
    }

    [Fact]
    public async Task Where_the_newest_native_compiler_cannot_be_restored_the_one_before_is_used_and_remembered()
    {
        await RunAsync([], environment: ("NET10", "1"));

        Assert.Contains("-f net9.0", Assert.Single(Calls()), StringComparison.Ordinal);
        Assert.Equal(
            "10.0.401 net9.0\n",
            await File.ReadAllTextAsync(
                _folder.PathOf("checkout/artifacts/native/framework"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task It_can_be_started_through_a_link_and_from_any_folder()
    {
        File.CreateSymbolicLink(_folder.PathOf("bin/fish"), "../bin/link");
        File.CreateSymbolicLink(_folder.PathOf("bin/link"), _folder.PathOf("checkout/samlet"));

        var result = await RunAsync(["x"], program: "bin/fish");

        Assert.Equal("native: x\n", result.Out);
        Assert.True(File.Exists(_folder.PathOf("checkout/artifacts/bin/samlet")));
    }

    private Task<ProgramResult> RunAsync(
        string[] arguments, string input = "", string program = "checkout/samlet", (string, string)? environment = null)
    {
        var variables = new Dictionary<string, string>
        {
            ["PATH"] = _folder.PathOf("bin"),
            ["CALLS"] = _folder.PathOf("calls"),
            ["NET10"] = "0",
        };
        if (environment is var (name, value))
        {
            variables[name] = value;
        }

        return new TestProgram(_folder, arguments)
        {
            Program = [_folder.PathOf(program)],
            Input = Encoding.UTF8.GetBytes(input),
            Environment = variables,
        }.RunAsync();
    }

    private void WithoutSystemDotnet()
    {
        var script = File.ReadAllText(_folder.PathOf("checkout/samlet"));
        _folder.WriteProgram(
            "checkout/samlet",
            script.Replace(" /usr/", " /absent/", StringComparison.Ordinal));
    }

    private List<string> Calls() => [.. File.ReadLines(_folder.PathOf("calls"))];
}
