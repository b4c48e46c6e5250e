using Samlet.Sandboxes;
using Samlet.Sandboxes.Docker;

namespace Samlet.Tests.Sandboxes.Docker;

public sealed class ContainerCommandTests
{
    private static readonly Dictionary<string, string> Shell = new()
    {
        ["PATH"] = "/own/bin",
        ["DOCKER_HOST"] = "unix:///own",
        ["TOKEN"] = "of the shell",
        ["QUOTED"] = "it's",
    };

    [Fact]
    public void No_value_of_a_variable_is_on_the_command_line()
    {
        var command = New(("TOKEN", "s3cret-1"), ("PATH", "/s3cret-2"), ("DOCKER_HOST", "s3cret-3"), ("LINES", "s3cret\n4"));

        Assert.DoesNotContain(command.Arguments("file"), word => word.Contains("s3cret", StringComparison.Ordinal));
        Assert.Equal("PATH=/s3cret-2\nDOCKER_HOST=s3cret-3\n", command.FileContent);
    }

    [Fact]
    public void The_program_keeps_what_is_its_own_and_hands_the_rest_on()
    {
        var environment = New(("TOKEN", "of the function"), ("PATH", "/image")).Environment;

        Assert.Single(environment, pair => pair.Key == "TOKEN");
        Assert.Contains(new("TOKEN", "of the function"), environment);
        Assert.Contains(new("PATH", "/own/bin"), environment);
        Assert.Contains(new("DOCKER_HOST", "unix:///own"), environment);
    }

    [Fact]
    public void Without_such_variables_there_is_no_file() => Assert.Null(New(("TOKEN", "x")).FileContent);

    [Theory]
    [InlineData("/plain", "type=bind,source=/plain,target=/var/task,readonly")]
    [InlineData("/with,comma", "type=bind,\"source=/with,comma\",target=/var/task,readonly")]
    [InlineData("/with\"quote", "type=bind,\"source=/with\"\"quote\",target=/var/task,readonly")]
    public void A_folder_may_be_called_anything(string folder, string expected)
    {
        var command = New() with { Container = Container with { Mounts = [new(folder, "/var/task")] } };
        Assert.Contains(expected, command.Arguments(null));
    }

    [Theory]
    [InlineData(128, "--memory 128m --memory-swap 128m")]
    [InlineData(null, null)]
    public void Memory_is_limited_unless_it_is_not_to_be(int? megabytes, string? expected)
    {
        var command = New() with { Container = Container with { MemoryMegabytes = megabytes } };
        var words = string.Join(' ', command.Arguments(null));
        Assert.Equal(expected is not null, words.Contains(expected ?? "--memory", StringComparison.Ordinal));
    }

    [Fact]
    public void The_line_that_removes_it_has_the_shells_variables_in_quotes()
    {
        var line = New().ShellToRemove();
        Assert.Contains("QUOTED='it'\\''s' ", line, StringComparison.Ordinal);
        Assert.Contains("'/bin/docker' rm --force --volumes name", line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
    }

    [Fact]
    public void A_container_of_a_group_has_its_network_processes_and_folder_from_another()
    {
        var member = New() with { Container = Container with { Group = "holder", Volume = "shared", IsCompanion = true } };
        var words = string.Join(' ', member.Arguments(null));

        Assert.Contains("--network container:holder --pid container:holder", words, StringComparison.Ordinal);
        Assert.Contains("--mount type=volume,source=shared,target=/tmp", words, StringComparison.Ordinal);
        Assert.DoesNotContain("--tmpfs", words, StringComparison.Ordinal);
        Assert.Contains("volume rm --force shared", member.ShellToRemove(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(125, "docker: Error response from daemon: no space.\n", "docker: Error response from daemon: no space.", null)]
    [InlineData(127, "docker: Error: exec: \"/x\": stat /x: no such file or directory: unknown.\n", null, "no such file or directory")]
    [InlineData(127, "Error: crun: executable file `x` not found in $PATH: No such file or directory: OCI runtime\n", null, "no such file or directory")]
    [InlineData(126, "docker: Error: exec: \"/x\": permission denied: unknown.\n", null, "permission denied")]
    [InlineData(127, "sh: foo: not found\n", null, null)]
    [InlineData(1, "docker: is what I print\n", null, null)]
    public void What_the_engine_says_is_told_from_what_the_function_says(
        int status, string output, string? refusal, string? fault)
    {
        var errors = new EngineErrors(static _ => { });
        errors.Receive(System.Text.Encoding.UTF8.GetBytes(output));

        var exit = errors.Interpret(new SandboxExit(status, 0));

        Assert.Equal((refusal, fault), (exit.Refusal, exit.LaunchFault));
    }

    [Theory]
    [InlineData(137, "signal: killed")]
    [InlineData(142, "exit status 142")]
    public void A_status_above_128_is_a_signal_where_that_ends_programs(int status, string end) =>
        Assert.Equal(end, new EngineErrors(static _ => { }).Interpret(new SandboxExit(status, 0)).ToString());

    private static SandboxContainer Container => new() { Image = "image", Function = "F", TemporaryMegabytes = 512 };

    private static ContainerCommand New(params (string Name, string Value)[] variables) => new(
        new EngineCommand("docker", "/bin/docker", Shell),
        "name",
        new SandboxSpec
        {
            Program = "/bootstrap",
            Environment = [.. variables.Select(one => new KeyValuePair<string, string>(one.Name, one.Value))],
            WorkingFolder = "/var/task",
            Output = static _ => { },
            Mark = "A=1",
        },
        Container);
}
