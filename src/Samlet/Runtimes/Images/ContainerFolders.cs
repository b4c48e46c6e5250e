using Samlet.Sandboxes;

namespace Samlet.Runtimes.Images;

/// <summary>
/// Code and layers as a container mounts them. Engines join no folders, so of several layers the entries are mounted
/// one by one, and where two have the same folder its entries; of two files with one name the later layer's is seen.
/// </summary>
internal static class ContainerFolders
{
    private const string TaskFolder = "/var/task";
    private const string LayerFolder = "/opt";
    private const int MostMounts = 500;

    public static IReadOnlyList<RoomMount> MountsOf(RuntimeFolders folders)
    {
        List<RoomMount> mounts = [new(folders.Task, TaskFolder)];
        Add(folders.Layers, LayerFolder, mounts);
        return mounts;
    }

    private static void Add(IReadOnlyList<string> folders, string target, List<RoomMount> mounts)
    {
        if (folders.Count <= 1)
        {
            mounts.AddRange(folders.Select(folder => new RoomMount(folder, target)));
            return;
        }

        if (mounts.Count > MostMounts)
        {
            throw new UserErrorException(
                $"the layers have more than {MostMounts} files of one name in common, too many for a container",
                "use --sandbox image, which joins them");
        }

        foreach (var entries in EntriesOf(folders))
        {
            var path = $"{target}/{entries.Key}";
            var last = entries.Value[^1];
            if (Directory.Exists(last))
            {
                Add([.. entries.Value.Where(Directory.Exists)], path, mounts);
            }
            else
            {
                mounts.Add(new(last, path));
            }
        }
    }

    private static SortedDictionary<string, List<string>> EntriesOf(IReadOnlyList<string> folders)
    {
        var entries = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var path in folders.SelectMany(static folder => Directory.EnumerateFileSystemEntries(folder)))
        {
            var name = Path.GetFileName(path);
            if (!entries.TryGetValue(name, out var paths))
            {
                entries[name] = paths = [];
            }

            paths.Add(path);
        }

        return entries;
    }
}
