namespace Samlet.Sandboxes.Linux;

/// <summary>
/// The programs that make rooms: bubblewrap, and of util-linux what enters a room again, joins layers and gives up
/// privileges. Looked for where systems keep them, since the developer's PATH is no matter of trust.
/// </summary>
internal sealed record RoomTools
{
    private static readonly string[] Folders =
        ["/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin", "/run/current-system/sw/bin"];

    public required string Bubblewrap { get; init; }

    public required string SetPrivileges { get; init; }

    public required string EnterNamespaces { get; init; }

    public required string Unshare { get; init; }

    /// <summary>The name of the first one that is missing comes back instead.</summary>
    public static (RoomTools? Tools, string? Missing) Find()
    {
        string[] names = ["bwrap", "setpriv", "nsenter", "unshare"];
        var paths = Array.ConvertAll(names, FindProgram);
        return Array.IndexOf(paths, null) is >= 0 and var missing
            ? (null, names[missing])
            : (new RoomTools
            {
                Bubblewrap = paths[0]!, // None is null: looked at above, here and below.
                SetPrivileges = paths[1]!,
                EnterNamespaces = paths[2]!,
                Unshare = paths[3]!,
            }, null);
    }

    private static string? FindProgram(string name) =>
        Array.Find(Array.ConvertAll(Folders, folder => Path.Join(folder, name)), File.Exists);
}
