using Samlet.Sandboxes.Linux;
using Samlet.Sandboxes.Native;

namespace Samlet.Sandboxes.Process;

/// <summary>A sandbox whose processes are known, so that their memory can be read and signals reach them.</summary>
internal interface ITreeSandbox : ISandbox
{
    /// <summary>The control group it runs in; null where there is none of its own.</summary>
    ControlGroup? Group { get; }

    /// <summary>None when all have ended, or where processes cannot be looked at.</summary>
    List<int> Members();

    void Signal(int signal);

    long ISandbox.AnonymousMemoryBytes(long limit) => ProcessTree.AnonymousBytes(Members(), limit);

    long ISandbox.PeakAnonymousMemoryBytes => ProcessTree.PeakAnonymousBytes(Members());

    bool ISandbox.WasKilledForMemory() => Group?.HasKilled() ?? false;

    /// <summary>A stopped process gets the signal only when it goes on.</summary>
    void ISandbox.Terminate()
    {
        Signal(Posix.SignalTerminate);
        Thaw();
    }

    void ISandbox.Freeze() => _ = ProcessTree.SignalAll(Members, Posix.SignalStop);

    void ISandbox.Thaw() => Signal(Posix.SignalContinue);
}
