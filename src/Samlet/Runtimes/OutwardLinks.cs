using Samlet.Sandboxes;

namespace Samlet.Runtimes;

/// <summary>
/// Symbolic links by which code or layers lead out of their folders. A `node_modules` that lies elsewhere
/// (`sam build --build-in-source`, workspaces) is brought to where its link leads inside the room, and the packages it
/// links to as well. Whatever else a link leads to stays out of the function's sight unless all are asked for.
/// </summary>
internal sealed class OutwardLinks(bool bringsAll, IEnumerable<string> places)
{
    private const string Hint = "`--mount-symlinks` shows what links lead to";

    private const string Packages = "node_modules";
    private const string TaskFolder = "/var/task";
    private const string LayerFolder = "/opt";

    /// <summary>Parts of the room that nothing can be brought into.</summary>
    private static readonly string[] Closed =
        ["/usr", "/bin", "/sbin", "/lib", "/lib64", "/nix", "/etc", "/proc", "/dev", "/sys", "/opt"];

    private readonly List<string> _places = [.. places];
    private readonly List<RoomMount> _mounts = [];
    private readonly List<string> _hidden = [];

    public IReadOnlyList<RoomMount> Mounts => _mounts;

    /// <summary>Links on this computer that lead to nothing in the room.</summary>
    public IReadOnlyList<string> Hidden => _hidden;

    /// <param name="folders">Code and layers.</param>
    /// <param name="bringsAll">Not only packages.</param>
    /// <param name="places">What the room has besides them.</param>
    public static OutwardLinks Of(RuntimeFolders folders, bool bringsAll, IEnumerable<string> places)
    {
        var links = new OutwardLinks(bringsAll, [.. places, TaskFolder, LayerFolder]);
        links.Follow(folders.Task, TaskFolder);
        foreach (var layer in folders.Layers)
        {
            links.Follow(layer, LayerFolder);
        }

        return links;
    }

    /// <summary>Says of each link that leads to nothing that it does.</summary>
    public static void WarnOf(IEnumerable<string> hidden, Action<Warning> warn, string hint = Hint)
    {
        foreach (var link in hidden)
        {
            warn(new Warning($"`{link}` leads out of the code, where the function sees nothing", hint));
        }
    }

    /// <summary>Looks through the top of a folder, which the room has under the name.</summary>
    private void Follow(string folder, string name)
    {
        foreach (var entry in EntriesOf(folder))
        {
            var place = Path.Join(name, entry.Name);
            if (IsLink(entry))
            {
                Bring(entry, name, target => bringsAll || Path.GetFileName(target) == Packages);
            }
            else if (entry.Name == Packages)
            {
                FollowPackages(entry.FullName, place);
            }
            else if (entry.Name == "nodejs") // Of a layer.
            {
                Follow(entry.FullName, place);
            }
        }
    }

    private void FollowPackages(string folder, string name)
    {
        foreach (var entry in EntriesOf(folder))
        {
            if (IsLink(entry))
            {
                Bring(entry, name, static target => File.Exists(Path.Join(target, "package.json")));
            }
            else if (entry.Name.StartsWith('@'))
            {
                FollowPackages(entry.FullName, Path.Join(name, entry.Name));
            }
        }
    }

    private void Bring(FileSystemInfo link, string parent, Func<string, bool> isWanted)
    {
        var place = Path.TrimEndingDirectorySeparator(Path.GetFullPath(link.LinkTarget!, parent));
        var target = IsSeen(place) ? null : link.ResolveLinkTarget(returnFinalTarget: true);
        if (target is not { Exists: true })
        {
            return;
        }

        if (!isWanted(target.FullName) || IsClosed(place))
        {
            _hidden.Add(link.FullName);
            return;
        }

        Bring(target.FullName, place);
    }

    /// <summary>Package managers link from package to package, so all are brought that lie with the one.</summary>
    private void Bring(string source, string place)
    {
        var at = source.IndexOf($"/{Packages}/", StringComparison.Ordinal);
        var rest = at < 0 ? "" : source[(at + 1 + Packages.Length)..];
        if (rest.Length > 0 && place.EndsWith($"/{Packages}{rest}", StringComparison.Ordinal))
        {
            (source, place) = (source[..^rest.Length], place[..^rest.Length]);
        }

        _places.Add(place);
        _mounts.Add(new RoomMount(source, place));
        var packages = Path.GetFileName(place) == Packages ? "" : Packages;
        FollowPackages(Path.Join(source, packages), Path.Join(place, packages));
    }

    private bool IsSeen(string place) => _places.Exists(seen => IsBelow(place, seen));

    private bool IsClosed(string place) =>
        Array.Exists(Closed, closed => IsBelow(place, closed)) || _places.Exists(seen => IsBelow(seen, place));

    private static bool IsBelow(string path, string folder) =>
        path.StartsWith(folder, StringComparison.Ordinal)
        && (path.Length == folder.Length || folder == "/" || path[folder.Length] == '/');

    private static bool IsLink(FileSystemInfo entry) => (entry.Attributes & FileAttributes.ReparsePoint) != 0;

    private static IEnumerable<FileSystemInfo> EntriesOf(string folder) => Directory.Exists(folder)
        ? new DirectoryInfo(folder).EnumerateFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = 0 })
        : [];
}
