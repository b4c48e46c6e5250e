using System.Globalization;

namespace Samlet.Sandboxes.Linux;

/// <summary>
/// The command lines that make a room and enter it. As root nothing of the function runs as root: it becomes a user
/// that owns nothing, without capabilities. As an ordinary user a user namespace does the same.
/// Source: bwrap(1), nsenter(1), setpriv(1).
/// </summary>
internal sealed class RoomCommand(RoomTools tools, RoomEtc etc, CacheFolder cache, bool isRoot)
{
    /// <summary>Layers are joined live, in a mount namespace of this room only, before bubblewrap sees them.</summary>
    private const string Join = "mount -t overlay -o \"ro,lowerdir=$1\" overlay \"$2\" && shift 2 && exec \"$@\"";

    private static readonly string[] Devices = ["null", "zero", "full", "random", "urandom"];
    private static readonly string[] SystemFolders = ["/bin", "/sbin", "/lib", "/lib64", "/lib32", "/libx32", "/nix"];

    private static readonly string Ids =
        string.Create(CultureInfo.InvariantCulture, $"--reuid={RoomEtc.UserId} --regid={RoomEtc.GroupId}");

    public (string Program, IReadOnlyList<string> Arguments) ToOpen(SandboxRoom room, string script, SandboxSpec spec)
    {
        List<string> arguments =
        [
            "--die-with-parent", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--hostname", RoomEtc.HostName,
            .. isRoot ? ForRoot : ForUser,
        ];
        AddRoot(arguments, room);
        AddTemporary(arguments, room.TemporaryMegabytes);
        var layers = room.Layers.Count > 1 ? LayerPlace("joined") : room.Layers is [var only] ? only : null;
        AddMounts(arguments, room, layers);
        arguments.AddRange(["--remount-ro", "/", "--chdir", spec.WorkingFolder, "--"]);
        arguments.AddRange([.. isRoot ? DropPrivileges(room) : [], .. Shell(room, script, spec)]);
        return room.Layers.Count > 1 ? JoinLayers(room.Layers, layers!, arguments) : (tools.Bubblewrap, arguments);
    }

    /// <summary>
    /// The overlay shows the mode of its first folder at the top, so that one is an empty folder which all may enter.
    /// </summary>
    private (string Program, IReadOnlyList<string> Arguments) JoinLayers(
        IReadOnlyList<string> layers, string place, List<string> arguments)
    {
        var folders = string.Join(':', layers.Reverse().Prepend(LayerPlace("top")).Select(Escape));
        return (
            tools.Unshare,
            [
                isRoot ? "-m" : "-Urm", "/bin/sh", "-c", Join, "sh", folders, place, tools.Bubblewrap, .. arguments,
            ]);
    }

    private string LayerPlace(string name) => cache.Entry("layers", name, static folder => RoomEtc.MakeOpen(folder));

    private static string Escape(string folder) => folder
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace(":", "\\:", StringComparison.Ordinal)
        .Replace(",", "\\,", StringComparison.Ordinal);

    /// <param name="member">The number of a process in the room.</param>
    /// <param name="room">The room.</param>
    /// <param name="script">What the shell does there.</param>
    /// <param name="spec">What to start.</param>
    public (string Program, IReadOnlyList<string> Arguments) ToEnter(
        int member, SandboxRoom room, string script, SandboxSpec spec) =>
    (
        tools.SetPrivileges,
        [
            "--no-new-privs", tools.EnterNamespaces, "--target", member.ToString(CultureInfo.InvariantCulture),
            "--mount", "--pid", "--ipc", "--uts",
            .. isRoot ? DropPrivileges(room) : ["--user", "--preserve-credentials"],
            .. Shell(room, script, spec),
        ]);

    private static string[] ForRoot =>
        ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID", "--cap-add", "CAP_SETPCAP"];

    private static string[] ForUser =>
    [
        "--unshare-user",
        "--uid", RoomEtc.UserId.ToString(CultureInfo.InvariantCulture),
        "--gid", RoomEtc.GroupId.ToString(CultureInfo.InvariantCulture),
    ];

    private string[] DropPrivileges(SandboxRoom room) =>
    [
        .. room.Root is null ? [tools.SetPrivileges] : BroughtPrograms.Words(tools.SetPrivileges),
        .. Ids.Split(' '), "--clear-groups", "--no-new-privs", "--inh-caps=-all",
        "--bounding-set=-all",
    ];

    private static string[] Shell(SandboxRoom room, string script, SandboxSpec spec) =>
    [
        .. room.Root is null ? ["/bin/sh"] : BroughtPrograms.ShellWords(),
        "-c", script, "sh", spec.Program, .. spec.Arguments,
    ];

    private void AddRoot(List<string> arguments, SandboxRoom room)
    {
        if (room.Root is { } root)
        {
            arguments.AddRange(["--ro-bind", root, "/"]);
            AddDevices(arguments, BroughtPrograms.Mounts());
            AddNames(arguments);
        }
        else
        {
            AddSystem(arguments);
            AddDevices(arguments, []);
            AddEtc(arguments);
        }
    }

    private static void AddSystem(List<string> arguments)
    {
        arguments.AddRange(["--tmpfs", "/", "--ro-bind", "/usr", "/usr"]);
        foreach (var folder in SystemFolders)
        {
            var info = new DirectoryInfo(folder);
            if (info.LinkTarget is { } target)
            {
                arguments.AddRange(["--symlink", target, folder]);
            }
            else if (info.Exists)
            {
                arguments.AddRange(["--ro-bind", folder, folder]);
            }
        }

    }

    private static void AddDevices(List<string> arguments, IEnumerable<string> further)
    {
        arguments.AddRange(["--proc", "/proc", "--tmpfs", "/dev", .. further]);
        foreach (var device in Devices)
        {
            arguments.AddRange(["--dev-bind", $"/dev/{device}", $"/dev/{device}"]);
        }

        arguments.AddRange(
        [
            "--symlink", "/proc/self/fd", "/dev/fd", "--symlink", "/proc/self/fd/0", "/dev/stdin",
            "--symlink", "/proc/self/fd/1", "/dev/stdout", "--symlink", "/proc/self/fd/2", "/dev/stderr",
            "--remount-ro", "/dev",
        ]);
    }

    private void AddEtc(List<string> arguments)
    {
        var (folder, bound) = etc.Prepare();
        arguments.AddRange(["--ro-bind", folder, "/etc"]);
        foreach (var name in bound)
        {
            arguments.AddRange(["--ro-bind-try", $"/etc/{name}", $"/etc/{name}"]);
        }
    }

    /// <summary>An image keeps its own `/etc` but for what names computers.</summary>
    private void AddNames(List<string> arguments)
    {
        var (folder, _) = etc.Prepare();
        arguments.AddRange(
        [
            "--ro-bind", Path.Join(folder, "hosts"), "/etc/hosts",
            "--ro-bind", Path.Join(folder, "hostname"), "/etc/hostname",
            "--ro-bind-try", "/etc/resolv.conf", "/etc/resolv.conf",
        ]);
    }

    private static void AddTemporary(List<string> arguments, int megabytes)
    {
        var bytes = (megabytes * 1024L * 1024).ToString(CultureInfo.InvariantCulture);
        arguments.AddRange(["--size", bytes, "--perms", "1777", "--tmpfs", "/tmp"]);
    }

    private void AddMounts(List<string> arguments, SandboxRoom room, string? layers)
    {
        HashSet<string> folders = ["/", "/tmp"];
        foreach (var mount in room.Mounts)
        {
            if (room.Root is null)
            {
                AddParents(arguments, mount.Target, folders);
            }

            AddMount(arguments, mount);
        }

        if (layers is not null)
        {
            AddMount(arguments, new(layers, "/opt"));
        }
        else if (room.Root is null)
        {
            arguments.AddRange(["--dir", "/opt"]);
        }
    }

    /// <summary>Parents that bubblewrap makes unasked are closed to the function's user.</summary>
    private static void AddParents(List<string> arguments, string target, HashSet<string> folders)
    {
        for (var end = target.IndexOf('/', 1); end > 0; end = target.IndexOf('/', end + 1))
        {
            if (folders.Add(target[..end]))
            {
                arguments.AddRange(["--dir", target[..end]]);
            }
        }
    }

    /// <summary>
    /// A folder that only root may enter, as a temporary folder is, is no fault of the function: an archive of its
    /// content would not carry that mode. So its entries are bound one by one.
    /// </summary>
    private void AddMount(List<string> arguments, RoomMount mount)
    {
        if (!isRoot || IsOpen(mount.Source))
        {
            arguments.AddRange(["--ro-bind", mount.Source, mount.Target]);
            return;
        }

        arguments.AddRange(["--perms", "0755", "--tmpfs", mount.Target]);
        foreach (var entry in new DirectoryInfo(mount.Source).EnumerateFileSystemInfos())
        {
            var (option, source) = entry.LinkTarget is { } link ? ("--symlink", link) : ("--ro-bind", entry.FullName);
            arguments.AddRange([option, source, Path.Join(mount.Target, entry.Name)]);
        }

        arguments.AddRange(["--remount-ro", mount.Target]);
    }

    private static bool IsOpen(string path)
    {
        const UnixFileMode Needed = UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        return OperatingSystem.IsWindows()
            || !Directory.Exists(path)
            || (File.GetUnixFileMode(path) & Needed) == Needed;
    }
}
