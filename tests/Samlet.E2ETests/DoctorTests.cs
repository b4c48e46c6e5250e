using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Samlet.E2ETests;

/// <summary>`doctor`: what is there is found, what is missing is named, and nothing is changed.</summary>
public sealed class DoctorTests
{
    private static readonly string[] Statuses = ["ok", "warn", "fail"];

    [Fact]
    public async Task Every_line_has_a_status_and_a_name()
    {
        using var app = TestApp.Python("def handler(event, context): return 1\n");
        var result = await DoctorAsync(app);
        var lines = result.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.StartsWith("samlet ", lines[0], StringComparison.Ordinal);
        Assert.All(lines[1..^1], static line => Assert.Matches("^(ok    |warn  |fail  |      hint: )[^ ]", line));
    }

    [Fact]
    [Requires("python3")]
    public async Task As_JSON_it_has_a_status_a_message_and_a_hint_for_each_check()
    {
        using var app = TestApp.Python("def handler(event, context): return 1\n");
        var checks = await ChecksAsync(app);

        Assert.All(checks, static check =>
        {
            Assert.Contains(check.GetProperty("status").GetString(), Statuses);
            Assert.NotEmpty(check.GetProperty("message").GetString()!);
            Assert.True(check.GetProperty("hint").ValueKind is JsonValueKind.String or JsonValueKind.Null);
        });
        Assert.Equal("`template.yaml` has 1 function", MessageOf(checks, "template"));
        Assert.Contains(checks, static check => IsAbout(check, "python", "3."));
    }

    [Fact]
    public async Task Nothing_is_changed()
    {
        using var app = TestApp.Python("def handler(event, context): return 1\n");
        _ = app.With("home/.cache/samlet/packages/python3.13/samlet-packages.txt", "boto3\n");
        Directory.SetLastWriteTimeUtc(app.Folder.PathOf("home/.cache/samlet/packages/python3.13"), DateTime.UnixEpoch);
        var before = StateOf(app);
        var checks = await ChecksAsync(app);

        Assert.Equal("python3.13: boto3", MessageOf(checks, "packages"));
        Assert.Equal(before, StateOf(app));
    }

    [Fact]
    [Requires("bwrap")]
    public async Task The_sandbox_is_tried_and_works_as_it_does_for_functions()
    {
        using var app = TestApp.Of("Resources: {}\n");
        var works = MessageOf(await ChecksAsync(app), "linux-sandbox").StartsWith("works", StringComparison.Ordinal);
        using var function = TestApp.Bash("curl -sS \"$api/invocation/$id/response\" -d '\"answer\"'");
        var result = await function.InvokeAsync("--sandbox", "linux");

        Assert.Equal(works, result.ExitCode == 0);
    }

    [Fact]
    public async Task A_runtime_that_is_missing_is_a_failure_with_the_command_that_installs_it()
    {
        using var app = TestApp.WithFunction("ruby3.4", "app.handler").With("src/app.rb", "");
        var result = await (ProgramOf(app) with
        {
            Environment = new Dictionary<string, string>
            {
                ["PATH"] = app.Folder.CreateFolder("empty"),
                ["RBENV_ROOT"] = app.Folder.Path,
            },
        }).RunAsync();

        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.Contains("fail  runtime           Ruby 3.4 for runtime `ruby3.4` was not found", result.Out, StringComparison.Ordinal);
        Assert.Contains("      hint: install it with `", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_template_that_cannot_be_read_is_a_failure()
    {
        using var app = TestApp.Of("Resources: [\n");
        var result = await DoctorAsync(app);

        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.Contains("fail  template ", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_configuration_file_that_cannot_be_read_is_a_failure()
    {
        using var app = TestApp.Of("Resources: {}\n").With("samconfig.toml", "version = \n");
        var result = await DoctorAsync(app);

        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.Contains("fail  configuration     samconfig.toml:1", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cache_that_is_none_is_a_failure()
    {
        using var app = TestApp.Of("Resources: {}\n");
        var checks = await ChecksAsync(app, ("SAMLET_CACHE_SIZE", "much"));

        Assert.Contains(checks, static check => IsAbout(check, "cache", "SAMLET_CACHE_SIZE is `much`"));
    }

    [Fact]
    public async Task Credentials_are_found_and_never_told()
    {
        using var app = TestApp.Of("Resources: {}\n")
            .With("home/.aws/credentials", "[default]\naws_access_key_id = AKIATHEKEY\naws_secret_access_key = thesecret\n")
            .With("home/.aws/config", "[default]\nregion = eu-west-3\n");
        var result = await DoctorAsync(app, "--json");

        Assert.Contains("profile `default`, keys in the shared files; region `eu-west-3`", result.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("AKIATHEKEY", result.Out + result.Err, StringComparison.Ordinal);
        Assert.DoesNotContain("thesecret", result.Out + result.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_that_does_not_answer_is_named_with_what_it_says_and_where_it_was_looked_for()
    {
        using var app = TestApp.Of("Resources: {}\n");
        var bin = Path.GetDirectoryName(app.Folder.WriteProgram(
            "bin/docker", "#!/bin/sh\necho 'Cannot connect to the Docker daemon' >&2\nexit 1\n"))!;
        var checks = await ChecksAsync(app, ("PATH", bin), ("DOCKER_HOST", "unix:///nowhere.sock"));

        Assert.Equal(
            "docker does not answer (DOCKER_HOST `unix:///nowhere.sock`): Cannot connect to the Docker daemon",
            MessageOf(checks, "container-engine"));
    }

    [Fact]
    [Requires(RequiresAttribute.Linux)]
    public async Task A_port_that_is_taken_is_told_with_the_program_that_has_it()
    {
        using var app = TestApp.Of("Resources: {}\n");
        using var listener = TryListen(3001);
        var checks = await ChecksAsync(app);
        var message = checks
            .Select(static check => check.GetProperty("message").GetString()!)
            .Single(static text => text.StartsWith("3001", StringComparison.Ordinal));

        // When another program on this computer has it already, that is as good.
        Assert.Contains("is taken by", message, StringComparison.Ordinal);
        var isOwn = message.Contains($"(process {Environment.ProcessId})", StringComparison.Ordinal);
        Assert.True(listener is null || isOwn, message);
    }

    private static TcpListener? TryListen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return listener;
        }
        catch (SocketException)
        {
            listener.Dispose();
            return null;
        }
    }

    private static TestProgram ProgramOf(TestApp app, params string[] words) => new(app.Folder, ["doctor", .. words]);

    private static Task<ProgramResult> DoctorAsync(TestApp app, params string[] words) =>
        ProgramOf(app, words).RunAsync();

    private static async Task<JsonElement[]> ChecksAsync(TestApp app, params (string Name, string Value)[] variables)
    {
        var result = await (ProgramOf(app, "--output", "json") with
        {
            Environment = variables.ToDictionary(static pair => pair.Name, static pair => pair.Value),
        }).RunAsync();
        var report = JsonDocument.Parse(result.Out).RootElement;
        JsonElement[] checks = [.. report.GetProperty("checks").EnumerateArray()];
        var failures = checks.Count(static check => check.GetProperty("status").GetString() == "fail");

        Assert.Equal(failures == 0, report.GetProperty("ok").GetBoolean());
        Assert.Equal(failures == 0 ? 0 : 1, result.ExitCode);
        return checks;
    }

    private static string MessageOf(JsonElement[] checks, string id) =>
        checks.Single(check => check.GetProperty("id").GetString() == id).GetProperty("message").GetString()!;

    private static bool IsAbout(JsonElement check, string id, string start) =>
        check.GetProperty("id").GetString() == id
        && check.GetProperty("message").GetString()!.StartsWith(start, StringComparison.Ordinal);

    /// <summary>Podman, when it is asked for its state, makes a folder below `.local` for whoever has none.</summary>
    private static string[] StateOf(TestApp app) =>
    [
        .. Directory.EnumerateFileSystemEntries(app.Folder.Path, "*", SearchOption.AllDirectories)
            .Where(path => path != app.Folder.PathOf("home")
                && !path.StartsWith(app.Folder.PathOf("home/.local"), StringComparison.Ordinal))
            .Select(static path => $"{path} {File.GetLastWriteTimeUtc(path):O}")
            .Order(StringComparer.Ordinal),
    ];
}
