namespace Samlet.Sandboxes.Linux;

/// <summary>
/// What a person can do when the kernel refuses to make a room. Sources: namespaces(7), release notes of Ubuntu 24.04.
/// </summary>
internal static class RefusalAdvice
{
    private const string AppArmorSwitch = "/proc/sys/kernel/apparmor_restrict_unprivileged_userns";
    private const string CloneSwitch = "/proc/sys/kernel/unprivileged_userns_clone";
    private const string MostNamespaces = "/proc/sys/user/max_user_namespaces";

    /// <summary>Null where nothing is known that would help.</summary>
    public static string? For(string reason) =>
        IsSet(AppArmorSwitch, "1")
            ? "AppArmor forbids user namespaces: `sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0` allows"
        : IsSet(CloneSwitch, "0")
            ? "user namespaces are off: allow them with `sudo sysctl kernel.unprivileged_userns_clone=1`"
        : IsSet(MostNamespaces, "0")
            ? "user namespaces are off: allow them with `sudo sysctl user.max_user_namespaces=10000`"
        : reason.Contains("Unknown option", StringComparison.Ordinal)
            ? "bubblewrap is too old: 0.8 or a later one is needed"
        : reason.Contains("proc", StringComparison.Ordinal)
            ? "a container must be started with `--security-opt systempaths=unconfined` for this"
        : reason.Contains("not permitted", StringComparison.Ordinal)
            || reason.Contains("No permissions", StringComparison.Ordinal)
            ? "a container must be started with `--security-opt seccomp=unconfined` or `--cap-add SYS_ADMIN` for this"
        : null;

    public static string ForMissing(string program) => program == "bwrap"
        ? "install it: `apt install bubblewrap`, `dnf install bubblewrap`, `apk add bubblewrap`"
        : "install it: `apt install util-linux`, `dnf install util-linux`, `apk add util-linux-misc setpriv`";

    private static bool IsSet(string file, string value)
    {
        try
        {
            return File.Exists(file) && File.ReadAllText(file).Trim() == value;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
