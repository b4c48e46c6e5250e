using System.Diagnostics;

namespace Samlet.E2ETests.Support;

/// <summary>
/// Docker's daemon on a socket of its own, with storage that needs nothing of the kernel. Null where this machine lets
/// none be started: most containers do not.
/// </summary>
public sealed class DockerDaemon : IAsyncLifetime
{
    private const string Ready = "API listen on";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly TempFolder _folder = new();
    private Process? _process;

    /// <summary>The value of DOCKER_HOST; null where there is no daemon.</summary>
    public string? Address { get; private set; }

    public async ValueTask InitializeAsync()
    {
        if (Machine.FindOnPath("dockerd") is not { } program || Machine.FindOnPath("docker") is null || !Environment.IsPrivilegedProcess)
        {
            return;
        }

        var address = $"unix://{_folder.PathOf("sock")}";
        var start = new ProcessStartInfo(program, [
            "--host", address, "--data-root", _folder.PathOf("data"), "--exec-root", _folder.PathOf("exec"),
            "--pidfile", _folder.PathOf("pid"), "--storage-driver", "vfs", "--iptables=false", "--bridge=none",
        ])
        { RedirectStandardError = true, RedirectStandardOutput = true };
        _process = Process.Start(start)!; // Null only for shell execution.
        _process.BeginOutputReadLine();
        var isReady = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null || line.Data.Contains(Ready, StringComparison.Ordinal))
            {
                _ = isReady.TrySetResult(line.Data is not null);
            }
        };
        _process.BeginErrorReadLine();
        Address = await isReady.Task.WaitAsync(Patience) && await CanRunAsync(address) ? address : null;
    }

    /// <summary>What `docker` prints with these arguments.</summary>
    public static async Task<string> AskAsync(string address, params string[] arguments)
    {
        var start = new ProcessStartInfo("docker", ["--host", address, .. arguments]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!; // Null only for shell execution.
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return text;
    }

    /// <summary>
    /// Waits until the daemon has told of so many events since then, of those that the filters leave.
    /// </summary>
    public static async Task UntilAsync(string address, DateTimeOffset since, int count, params string[] filters)
    {
        string[] words = ["events", "--since", $"{since.ToUnixTimeSeconds()}", .. filters.SelectMany(static filter => (string[])["--filter", filter])];
        var start = new ProcessStartInfo("docker", ["--host", address, .. words]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!; // Null only for shell execution.
        while (count > 0 && await process.StandardOutput.ReadLineAsync() is not null)
        {
            count--;
        }

        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false } process)
        {
            using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            await process.WaitForExitAsync();
        }

        _process?.Dispose();
        await UnmountAsync();
        _folder.Dispose();
    }

    /// <summary>The daemon leaves a network namespace mounted.</summary>
    private async Task UnmountAsync()
    {
        var folder = _folder.PathOf("exec/netns");
        foreach (var place in Directory.Exists(folder) ? Directory.GetFiles(folder) : [])
        {
            using var unmount = Process.Start("umount", [place]);
            await unmount.WaitForExitAsync();
        }
    }

    /// <summary>A daemon that answers need not be allowed to make containers.</summary>
    private async Task<bool> CanRunAsync(string address)
    {
        var file = BusyboxImage.WithHandler("echo").WriteSaved(_folder.PathOf("probe.tar"), "probe:latest");
        _ = await AskAsync(address, "load", "--input", file);
        return await AskAsync(
            address, "run", "--rm", "--network", "host", "--entrypoint", "/bin/sh", "probe", "-c", "echo runs") == "runs\n";
    }
}
