using Samlet.Sandboxes;
using Samlet.Sandboxes.Linux;

namespace Samlet.Cli;

/// <summary>
/// Whether functions run in the `linux` sandbox: where it was asked for, and where nothing was asked for and this
/// computer has what it takes. That the kernel refuses it shows when the first function starts; then `process` takes
/// over, and the refusal is remembered until something about the computer changes.
/// </summary>
internal sealed class SandboxDecision(SandboxChoice choice, RefusalMemory memory, Action<Warning> warn)
{
    private const string Hint =
        "--sandbox process asks for the plain process, without this line";

    /// <exception cref="UserErrorException">It was asked for and cannot be had.</exception>
    public bool IsLinux(bool isDebugged) => choice switch
    {
        SandboxChoice.Process => false,
        SandboxChoice.Linux => RequireLinux(isDebugged),
        _ => OperatingSystem.IsLinux()
            && !isDebugged
            && memory.Find() is null
            && HasTools(),
    };

    /// <summary>Called when it was to be used and could not be made.</summary>
    /// <exception cref="UserErrorException">It was asked for.</exception>
    public void Refuse(SandboxRefusedException refusal)
    {
        var reason = FirstLine(refusal.Message);
        if (choice == SandboxChoice.Linux)
        {
            throw new UserErrorException(
                $"the `linux` sandbox cannot be made here: {reason}", RefusalAdvice.For(reason), refusal);
        }

        FallBack(reason, RefusalAdvice.For(reason) ?? Hint);
    }

    /// <summary>Said once, like a refusal: what is missing may never be wanted.</summary>
    private bool HasTools()
    {
        if (RoomTools.Find().Missing is not { } missing)
        {
            return true;
        }

        FallBack($"the program `{missing}` is missing", RefusalAdvice.ForMissing(missing));
        return false;
    }

    private void FallBack(string reason, string hint)
    {
        memory.Remember(reason);
        warn(new Warning(
            $"the `process` sandbox is used, since the `linux` sandbox cannot be made here: {reason}", hint));
    }

    private static bool RequireLinux(bool isDebugged)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new UserErrorException("the `linux` sandbox needs Linux", "use --sandbox process");
        }

        if (isDebugged)
        {
            throw new UserErrorException(
                "a debugger cannot look into the `linux` sandbox", "leave --sandbox out while debugging");
        }

        return RoomTools.Find().Missing is not { } missing ? true : throw new UserErrorException(
            $"the `linux` sandbox needs the program `{missing}`", RefusalAdvice.ForMissing(missing));
    }

    private static string FirstLine(string text) => text.Split('\n')[0].Trim();
}
