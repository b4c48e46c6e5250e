using System.Globalization;

namespace Samlet.E2ETests;

/// <summary>
/// What engines are told, each as it differs from others, and what Samlet does with how they answer.
/// </summary>
[Requires(RequiresAttribute.Linux, "bash", "curl")]
public sealed class ContainerEngineTests
{
    private const string OfDocker = """{"ServerVersion":"28.0"}""";
    private const string OfDesktop = """{"ServerVersion":"28.0","OperatingSystem":"Docker Desktop"}""";
    private const string OfRootless = """{"ServerVersion":"28.0","SecurityOptions":["name=seccomp","name=rootless"]}""";
    private const string OfPodman = """{"host":{"serviceIsRemote":false}}""";
    private const string OfRemotePodman = """{"host":{"serviceIsRemote":true}}""";

    private const string Client = """
        api=http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation
        id=$(curl -sS -D - -o /dev/null "$api/next" | sed -n 's/^lambda-runtime-aws-request-id: *\([^ \r]*\).*/\1/ip')
        echo a line of the function
        curl -sS -o /dev/null -d '"answer"' "$api/$id/response"
        exec curl -sS "$api/next"
        """;

    [Theory(Timeout = 120_000)]
    [InlineData("docker", OfDocker, "--ipc none --log-driver none --platform linux/amd64 --network host --add-host host.docker.internal:127.0.0.1 ")]
    [InlineData("podman", OfPodman, "--ipc none --log-driver none --security-opt label=disable --platform linux/amd64 --network host ")]
    [InlineData("nerdctl", OfDocker, "nproc=742:742 --memory 128m --memory-swap 128m --platform linux/amd64 --network host ")]
    [InlineData("finch", OfDocker, "nproc=742:742 --memory 128m --memory-swap 128m --platform linux/amd64 --network host ")]
    [InlineData("docker", OfDocker, "--network net1 ", "--docker-network net1")]
    [InlineData("docker", OfDocker, "--network host ", "--docker-network host")]
    [InlineData("docker", OfDocker, "--add-host db:10.0.0.1 --add-host six:::1 ", "--add-host db:10.0.0.1 --add-host six:::1")]
    [InlineData("docker", OfDocker, "--dns 10.0.0.2 --dns 10.0.0.3 ", "--container-dns 10.0.0.2 --container-dns 10.0.0.3")]
    [InlineData("docker", OfDocker, "--ulimit nproc=742:742 --ipc none ", "--no-memory-limit")]
    [InlineData("docker", OfDocker, "--memory-swap 128m --cpus 0.072 ", "--limit-cpu")]
    [InlineData("docker", OfRootless, "--add-host host.docker.internal:host-gateway ")]
    public async Task Each_engine_gets_the_options_that_it_knows(string name, string info, string words, string options = "")
    {
        using var app = FakeEngine.AppOf(Client);
        var engine = new FakeEngine(app, name, info).Answer("network", "127.0.0.1");

        var result = await engine.RunAsync(options.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        result.IsAnswer("\"answer\"");
        Assert.Contains(words, engine.RunCall, StringComparison.Ordinal);
        Assert.Equal(name is "nerdctl" or "finch", !engine.RunCall.Contains("--ipc", StringComparison.Ordinal));
    }

    [Theory(Timeout = 120_000)]
    [InlineData("docker", OfDesktop, "host.docker.internal:")]
    [InlineData("podman", OfRemotePodman, "host.containers.internal:")]
    [InlineData("docker", OfDocker, "my.name:", "--container-host my.name")]
    [InlineData("docker", OfDocker, "my.name:", "--container-host my.name --container-host-interface 0.0.0.0")]
    [InlineData("docker", OfDocker, "127.0.0.1:", "--container-host-interface 127.0.0.1")]
    public async Task The_container_is_told_where_it_reaches_Samlet(
        string name, string info, string address, string options = "")
    {
        using var app = FakeEngine.AppOf("echo \"address $AWS_LAMBDA_RUNTIME_API\"");
        var engine = new FakeEngine(app, name, info);

        var result = await engine.RunAsync(options.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Contains($"address {address}", result.Err, StringComparison.Ordinal);
        Assert.Equal(
            options.Contains("0.0.0.0", StringComparison.Ordinal),
            result.Err.Contains("others who reach that address", StringComparison.Ordinal));
    }

    [Fact(Timeout = 120_000)]
    public async Task An_engine_on_another_computer_is_said_to_need_an_address()
    {
        using var app = FakeEngine.AppOf(Client);
        var engine = new FakeEngine(app, "docker", OfDocker).Answer("context", "tcp://192.0.2.9:2376");

        var result = await engine.RunAsync("--container-host-interface", "127.0.0.1");

        result.IsAnswer("\"answer\"");
        Assert.DoesNotContain("--network host", engine.RunCall, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task What_a_container_wrote_stands_before_REPORT_however_late_it_arrives()
    {
        using var app = FakeEngine.AppOf(Client);
        var engine = new FakeEngine(app, "docker", OfDocker);

        var result = await engine.RunAsync();

        result.IsAnswer("\"answer\"");
        Assert.Matches("(?s)START RequestId.*a line of the function\n.*END RequestId.*REPORT RequestId", result.Err);
    }

    [Fact(Timeout = 120_000)]
    public async Task Containers_of_runs_that_are_gone_are_removed_and_no_others()
    {
        using var app = FakeEngine.AppOf(Client);
        var engine = new FakeEngine(app, "docker", OfDocker);
        (await engine.RunAsync()).IsAnswer("\"answer\"");
        var gone = engine.RunCall.Split(' ')[3];
        var parts = gone.Split('-');
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        var second = new DateTimeOffset(self.StartTime.ToUniversalTime()).ToUnixTimeSeconds();
        var own = string.Create(CultureInfo.InvariantCulture, $"samlet-{parts[1]}-{self.Id}-{second}-00000000");
        var reused = string.Create(CultureInfo.InvariantCulture, $"samlet-{parts[1]}-{self.Id}-{second - 100}-00000000");
        var foreign = $"samlet-ffffffff-{parts[2]}-{parts[3]}-{parts[4]}";
        engine.Answer("ps", string.Join('\n', own, gone, foreign, reused, "samlet-x", "mine"));
        engine.Answer("volumes", $"{gone}\nmine");

        (await engine.RunAsync()).IsAnswer("\"answer\"");

        Assert.Contains($"rm --force --volumes {gone} {reused}", engine.Calls);
        Assert.Contains($"volume rm --force {gone}", engine.Calls);
        Assert.DoesNotContain(engine.Calls, call => call.StartsWith("rm ", StringComparison.Ordinal)
            && (call.Contains(own, StringComparison.Ordinal) || call.Contains("ffffffff", StringComparison.Ordinal)));
    }
}
