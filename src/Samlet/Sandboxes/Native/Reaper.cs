namespace Samlet.Sandboxes.Native;

/// <summary>Waits for one child on a thread of its own and reports how it ended and the most memory it had.</summary>
internal sealed unsafe class Reaper
{
    private readonly TaskCompletionSource<SandboxExit> _exited = new(
        TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _pid;

    public Reaper(int pid)
    {
        _pid = pid;
        new Thread(Wait, 128 * 1024) { IsBackground = true, Name = "reaper" }.Start();
    }

    public Task<SandboxExit> Exited => _exited.Task;

    /// <summary>The child's own peak, known once it has ended.</summary>
    public long PeakBytes { get; private set; }

    /// <summary>Waits for a child of this process, however often a signal interrupts.</summary>
    public static SandboxExit WaitFor(int pid, ResourceUsage* usage)
    {
        int reaped, status;
        do
        {
            reaped = Posix.Wait(pid, out status, 0, usage);
        }
        while (reaped < 0 && System.Runtime.InteropServices.Marshal.GetLastPInvokeError() == 4);

        return new SandboxExit((status >> 8) & 0xff, status & 0x7f);
    }

    /// <summary>Whether a child had ended, whose number then is free.</summary>
    public static bool TryBury(int pid)
    {
        const int WithoutWaiting = 1;
        return Posix.Wait(pid, out _, WithoutWaiting, null) == pid;
    }

    private void Wait()
    {
        ResourceUsage usage = default;
        var exit = WaitFor(_pid, &usage);
        PeakBytes = usage.PeakBytes;
        _exited.SetResult(exit);
    }
}
