using System.Globalization;

namespace Samlet.Sandboxes.Linux;

/// <summary>Who the function's user is outside of its room; inside it has Lambda's name and number.</summary>
internal enum RoomOwner
{
    /// <summary>Whoever started Samlet and is not root.</summary>
    Developer,

    /// <summary>A number that no other room has, so that rooms share no limits: where Samlet is root.</summary>
    Own,

    /// <summary>Lambda's number outside too, the same for all rooms: where root can make no user namespaces.</summary>
    Shared,
}

/// <summary>
/// Finds out which of these it can be, and has the numbers. Sources: user_namespaces(7), mount_namespaces(7), the list
/// of numbers that nobody gives away in systemd's documentation (UIDs and GIDs).
/// </summary>
internal static class RoomOwners
{
    private const uint First = 1_990_000_000;
    private const uint MostProcesses = 4_194_304;
    private const uint FirstOfContainer = 60_600;
    private const uint MostOfContainer = 500;

    private const string Numbers = "/proc/self/uid_map";
    private const string MostNamespaces = "/proc/sys/user/max_user_namespaces";
    private const string Mounts = "/proc/self/mountinfo";

    public static RoomOwner Find() =>
        !Environment.IsPrivilegedProcess || Count() <= RoomEtc.UserId ? RoomOwner.Developer
        : Count() < FirstOfContainer + MostOfContainer || !AllowsNamespaces() || HidesProc() ? RoomOwner.Shared
        : RoomOwner.Own;

    /// <summary>
    /// Every number is its own, but Lambda's is one of this room's process, and that one's is Lambda's: files of any
    /// owner can be mounted, and the function is nobody that this computer knows.
    /// </summary>
    /// <param name="inside">Lambda's number.</param>
    /// <param name="processId">The first process of the room.</param>
    public static string MapOf(uint inside, int processId)
    {
        var count = Count();
        var outside = count > First + MostProcesses
            ? First + ((uint)processId % MostProcesses)
            : FirstOfContainer + ((uint)processId % MostOfContainer);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            0 0 {inside}
            {inside} {outside} 1
            {inside + 1} {inside + 1} {outside - inside - 1}
            {outside} {inside} 1
            {outside + 1} {outside + 1} {count - outside - 1}

            """);
    }

    /// <summary>How many numbers there are; a container may have few, and root behind `unshare -r` has one.</summary>
    private static uint Count() =>
        File.ReadAllText(Numbers).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is ["0", _, var count, ..]
            ? uint.Parse(count, CultureInfo.InvariantCulture)
            : 0;

    private static bool AllowsNamespaces() =>
        File.Exists(MostNamespaces) && File.ReadAllText(MostNamespaces).Trim() != "0";

    /// <summary>
    /// Where parts of `/proc` are covered, as in containers, the kernel gives no other one to a user namespace.
    /// </summary>
    private static bool HidesProc() => File.ReadLines(Mounts).Any(static line =>
        line.Split(' ') is [_, _, _, _, var place, ..]
        && place.StartsWith("/proc/", StringComparison.Ordinal)
        && place != "/proc/sys/fs/binfmt_misc");
}
