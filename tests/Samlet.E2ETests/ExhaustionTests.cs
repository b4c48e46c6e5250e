namespace Samlet.E2ETests;

/// <summary>What the machine runs out of, each in name spaces of its own, where it is easily used up.</summary>
[Requires(RequiresAttribute.Linux, RequiresAttribute.Native, "node", "unshare", "sh")]
public sealed class ExhaustionTests
{
    [Fact]
    public async Task A_full_disk()
    {
        using var app = TestApp.Node("exports.handler = async () => 1;");

        var result = await RunAsync(app, "-rm", "mount -t tmpfs -o size=8k tmpfs home");

        result.IsRefusal(1, "No space left");
        result.HasHint("space");
    }

    [Fact]
    [Requires("ip")]
    public async Task No_port()
    {
        using var app = TestApp.Node("exports.handler = async () => 1;");
        app.With("taken.js", "require('net').createServer().listen(60000, '127.0.0.1', () => console.log('taken'));");

        // One port is left for all, and that one is taken before Samlet asks.
        var result = await RunAsync(app, "-rn", """
            ip link set lo up
            echo 60000 60000 >/proc/sys/net/ipv4/ip_local_port_range
            mkfifo ready
            node taken.js >ready &
            other=$!
            trap 'kill $other' EXIT
            read -r line <ready
            """);

        result.IsRefusal(1, "loopback");
        result.HasHint("port");
        await Leftovers.AssertNoneAsync(app.Folder);
    }

    [Fact]
    public async Task Too_few_open_files()
    {
        using var app = TestApp.Node("exports.handler = async () => 1;");
        var script = $"ulimit -n 20; exec {Checkout.NativeProgram} local invoke";

        var result = await (app.Invocation() with { Program = ["sh", "-c", script, "--"] }).RunAsync();

        result.IsRefusal(1, "no more files can be opened");
        result.HasHint("ulimit -n");
        await Leftovers.AssertNoneAsync(app.Folder);
    }

    private static async Task<ProgramResult> RunAsync(TestApp app, string spaces, string preparation)
    {
        await SkipWithoutAsync(app, spaces);
        var script = $"{preparation}\n{Checkout.NativeProgram} local invoke";
        return await (app.Invocation() with { Program = ["unshare", spaces, "sh", "-c", script, "--"] }).RunAsync();
    }

    // A container or a hardened kernel may forbid name spaces; that is no matter of what is installed.
    private static async Task SkipWithoutAsync(TestApp app, string spaces)
    {
        var result = await (app.Invocation() with { Program = ["unshare", spaces, "true"] }).RunAsync();
        Assert.SkipUnless(result.ExitCode == 0, "needs user name spaces");
    }
}
