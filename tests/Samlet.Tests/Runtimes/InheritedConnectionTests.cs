using System.Text;
using Samlet.Runtimes;
using Samlet.Sandboxes;
using Samlet.Sandboxes.Process;

namespace Samlet.Tests.Runtimes;

public sealed class InheritedConnectionTests : IAsyncDisposable
{
    private readonly RuntimeApiServer _server = new();
    private readonly ProcessLauncher _launcher = new(ownsAllChildren: false, mainThread: 0);
    private readonly StringBuilder _output = new();

    public InheritedConnectionTests() => _server.Serve();

    public async ValueTask DisposeAsync()
    {
        await _launcher.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_process_reaches_the_Runtime_API_through_descriptor_3()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "descriptors are inherited on Unix only");
        await using var sandbox = Start(
            "printf 'GET /2018-06-01/ping HTTP/1.1\\r\\n\\r\\n' >&3; read -r line <&3; echo \"$line\"");

        Assert.Equal(default, await sandbox.Exited);
        sandbox.DrainOutput();
        Assert.Contains("200 OK", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task The_connection_ends_with_the_process()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "descriptors are inherited on Unix only");
        await using var sandbox = Start("exit 0");

        _ = await sandbox.Exited;
        await _server.FinishConnectionsAsync(TestContext.Current.CancellationToken);
    }

    private ISandbox Start(string script)
    {
        using var connection = _server.Connect();
        return _launcher.Start(new SandboxSpec
        {
            Program = "/bin/bash",
            Arguments = ["-c", script],
            Environment = [new("PATH", "/usr/bin:/bin")],
            WorkingFolder = "/",
            Output = bytes => _output.Append(Encoding.UTF8.GetString(bytes)),
            Mark = $"MARK={Guid.NewGuid()}",
            Descriptor = connection.SafeHandle,
        });
    }
}
