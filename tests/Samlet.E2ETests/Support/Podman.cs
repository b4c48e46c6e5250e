using System.Diagnostics;

namespace Samlet.E2ETests.Support;

/// <summary>
/// Podman with storage of its own that needs nothing of the kernel. Nothing has to be started; many machines let it run
/// no containers all the same.
/// </summary>
public sealed class Podman : IAsyncDisposable
{
    private readonly TempFolder _folder = new();

    /// <summary>What turns the `podman` command to this storage.</summary>
    public IReadOnlyDictionary<string, string> Shell => field ??= new Dictionary<string, string>
    {
        ["SAMLET_CONTAINER_ENGINE"] = "podman",
        // Of the two that Podman knows, runc also works with both kinds of control groups at once.
        ["CONTAINERS_CONF"] = _folder.Write("containers.conf", """
            [engine]
            runtime = "runc"
            cgroup_manager = "cgroupfs"
            events_logger = "none"
            """),
        ["CONTAINERS_STORAGE_CONF"] = _folder.Write("storage.conf", $"""
            [storage]
            driver = "vfs"
            graphroot = "{_folder.PathOf("graph")}"
            runroot = "{_folder.PathOf("run")}"
            """),
    };

    /// <summary>Whether it makes containers here, with the limits of processes that Lambda has.</summary>
    public async Task<bool> CanRunAsync()
    {
        if (Machine.FindOnPath("podman") is null || Machine.FindOnPath("runc") is null || !Environment.IsPrivilegedProcess)
        {
            return false;
        }

        var file = BusyboxImage.WithHandler("echo").WriteSaved(_folder.PathOf("probe.tar"), "probe:latest");
        _ = await AskAsync("load", "--input", file);
        return await AskAsync(
            "run", "--rm", "--network", "host", "--ulimit", "nofile=1024:1024", "--ulimit", "nproc=742:742",
            "--entrypoint", "/bin/sh", "probe", "-c", "echo runs") == "runs\n";
    }

    public async Task<string> AskAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("podman", arguments) { RedirectStandardOutput = true };
        foreach (var (name, value) in Shell)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!; // Null only for shell execution.
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return text;
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
