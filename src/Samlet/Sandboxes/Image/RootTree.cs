namespace Samlet.Sandboxes.Image;

/// <summary>
/// A root file system while its layers are put on top of each other. Names are the image's; what they mean here is
/// found as the image's own kernel would, links leading to places below the root and never out of it.
/// </summary>
internal sealed class RootTree(string root, string image)
{
    private const int MostSteps = 40; // What Linux follows before it gives up.

    private const UnixFileMode FolderMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly Dictionary<string, string> _folders = new(StringComparer.Ordinal);

    public string Root => root;

    /// <summary>
    /// The parts of a name with nothing in between that is empty, `.` or leads upwards; none for the root itself.
    /// </summary>
    public string[] PartsOf(string name)
    {
        var parts = Array.FindAll(name.Split('/'), part => part is not ("" or "."));
        return Array.IndexOf(parts, "..") >= 0 || name.Contains('\0', StringComparison.Ordinal)
            ? throw Refuse($"its entry `{name}` leads outside")
            : parts;
    }

    /// <summary>Where the entry is here: its folder exists then, the entry itself may be anything.</summary>
    public string PlaceOf(string[] parts) => Path.Join(FolderOf(parts.AsSpan(..^1)), parts[^1]);

    /// <summary>Where a folder of the image is here, made where it is missing.</summary>
    public string FolderOf(ReadOnlySpan<string> parts)
    {
        if (parts.IsEmpty)
        {
            return root;
        }

        var name = string.Join('/', parts);
        if (!_folders.TryGetValue(name, out var folder))
        {
            _folders[name] = folder = Walk(parts);
        }

        return folder;
    }

    /// <summary>To be called when a link, or something in a folder's place, has been made or removed.</summary>
    public void Forget() => _folders.Clear();

    /// <summary>What is there is removed, whatever it is; nothing is followed.</summary>
    public static void Remove(string place)
    {
        if (IsFolder(place))
        {
            Directory.Delete(place, recursive: true);
        }
        else
        {
            File.Delete(place);
        }
    }

    public static bool Exists(string place) => (int)new FileInfo(place).Attributes != -1;

    /// <summary>True for a folder itself, false for a link to one.</summary>
    public static bool IsFolder(string place) => new DirectoryInfo(place) is { Exists: true, LinkTarget: null };

    public UserErrorException Refuse(string reason) =>
        new($"image `{image}` is refused: {reason}", "build it again, or get it from somebody you trust");

    private string Walk(ReadOnlySpan<string> parts)
    {
        List<string> place = [];
        Stack<string> rest = new();
        Push(rest, parts);
        var steps = 0;
        while (rest.TryPop(out var part))
        {
            Enter(part, place, rest, ref steps);
        }

        return Path.Join(root, string.Join('/', place));
    }

    private void Enter(string part, List<string> place, Stack<string> rest, ref int steps)
    {
        if (part is "" or "." or "..")
        {
            Leave(part, place);
            return;
        }

        place.Add(part);
        var path = Path.Join(root, string.Join('/', place));
        if (new FileInfo(path).LinkTarget is { } target)
        {
            if (++steps > MostSteps)
            {
                throw Refuse($"its links at `{string.Join('/', place)}` lead in circles");
            }

            place.RemoveRange(target.StartsWith('/') ? 0 : place.Count - 1, target.StartsWith('/') ? place.Count : 1);
            Push(rest, target.Split('/'));
        }
        else if (!Directory.Exists(path))
        {
            Make(path);
        }
    }

    /// <summary>The folder above the root is the root.</summary>
    private static void Leave(string part, List<string> place)
    {
        if (part == ".." && place.Count > 0)
        {
            place.RemoveAt(place.Count - 1);
        }
    }

    private static void Make(string path)
    {
        File.Delete(path);
        Directory.CreateDirectory(path);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, FolderMode);
        }
    }

    private static void Push(Stack<string> rest, ReadOnlySpan<string> parts)
    {
        for (var index = parts.Length - 1; index >= 0; index--)
        {
            rest.Push(parts[index]);
        }
    }
}
