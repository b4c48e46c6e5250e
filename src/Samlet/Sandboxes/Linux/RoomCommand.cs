using System.Globalization;

namespace Samlet.Sandboxes.Linux;

/// <summary>
/// The command lines that make a room and enter it. As root nothing of the function runs as root: it becomes a user
/// that owns nothing, without capabilities. As an ordinary user a user namespace does the same.
/// Source: bwrap(1), nsenter(1), setpriv(1).
/// </summary>
internal sealed class RoomCommand(RoomTools tools, RoomEtc etc, CacheFolder cache)
{
    private readonly RefusalMemory _overlays = new(cache, "overlay");

    /// <summary>Layers are joined live, in a mount namespace of this room only, before bubblewrap sees them.</summary>
    private const string Join =
        "mount -t overlay -o \"ro,lowerdir=$1\" overlay \"$2\" || { echo '" + NoOverlay
        + "' >&2; exit 1; }; shift 2; exec \"$@\"";

    private const string NoOverlay = "samlet overlay refused";

    private static readonly string[] Devices = ["null", "zero", "full", "random", "urandom"];
    private static readonly string[] SystemFolders = ["/bin", "/sbin", "/lib", "/lib64", "/lib32", "/libx32", "/nix"];

    private static readonly string Ids =
        string.Create(CultureInfo.InvariantCulture, $"--reuid={RoomEtc.UserId} --regid={RoomEtc.GroupId}");

    private RoomOwner? _owner;

    /// <summary>Found out when the first room is made: a call without one has no time for it.</summary>
    private RoomOwner Owner => _owner ??= RoomOwners.Find();

    private bool IsRoot => Owner != RoomOwner.Developer;

    public RoomStart ToOpen(SandboxRoom room, string script, SandboxSpec spec)
    {
        List<string> options =
        [
            "--die-with-parent", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--hostname", RoomEtc.HostName,
            .. OptionsFor(Owner),
        ];
        AddRoot(options, room);
        AddTemporary(options, room.TemporaryMegabytes);
        AddMounts(options, room);
        AddLayers(options, room);
        options.AddRange(["--remount-ro", "/", "--chdir", spec.WorkingFolder]);
        foreach (var (name, value) in spec.Environment.Where(static pair => !RoomScript.IsMisleading(pair.Key)))
        {
            options.AddRange(["--setenv", name, value]);
        }

        string[] arguments =
        [
            "--args", RoomStart.OptionsNumber, "--", .. IsRoot ? DropPrivileges(room) : [], .. Shell(room, script, spec),
        ];
        return HasOverlay(room)
            ? JoinLayers(room.Layers, arguments, options)
            : new(tools.Bubblewrap, arguments, options);
    }

    /// <summary>Whether the room's layers are joined by an overlay, which not every kernel lets a user do.</summary>
    public bool HasOverlay(SandboxRoom room) => room.Layers.Count > 1 && _overlays.Find() is null;

    /// <summary>Whether it was the overlay that was refused; then rooms opened from now on have none.</summary>
    public bool GiveUpOverlay(string refusal)
    {
        var isRefused = refusal.Contains(NoOverlay, StringComparison.Ordinal);
        if (isRefused)
        {
            _overlays.Remember(refusal);
        }

        return isRefused;
    }

    /// <summary>
    /// The overlay shows the mode of its first folder at the top, so that one is an empty folder which all may enter.
    /// </summary>
    private RoomStart JoinLayers(IReadOnlyList<string> layers, string[] arguments, List<string> options)
    {
        var folders = string.Join(':', layers.Reverse().Prepend(LayerPlace("top")).Select(Escape));
        return new(
            tools.Unshare,
            [
                IsRoot ? "-m" : "-Urm", "/bin/sh", "-c", Join, "sh", folders, LayerPlace("joined"),
                tools.Bubblewrap, .. arguments,
            ],
            options);
    }

    private string LayerPlace(string name) => cache.Entry("layers", name, static folder => RoomEtc.MakeOpen(folder));

    private static string Escape(string folder) => folder
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace(":", "\\:", StringComparison.Ordinal)
        .Replace(",", "\\,", StringComparison.Ordinal);

    /// <param name="member">The number of a process in the room.</param>
    /// <param name="script">What the shell does there.</param>
    /// <param name="spec">What to start.</param>
    public (string Program, IReadOnlyList<string> Arguments) ToEnter(
        int member, string script, SandboxSpec spec) =>
    (
        tools.SetPrivileges,
        [
            "--no-new-privs", tools.EnterNamespaces, "--target", member.ToString(CultureInfo.InvariantCulture),
            "--mount", "--pid", "--ipc", "--uts", .. Owner switch
            {
                RoomOwner.Developer => ["--user", "--preserve-credentials"],
                RoomOwner.Own => ["--user", .. DropPrivileges(spec.Room)],
                _ => DropPrivileges(spec.Room),
            },
            .. Shell(spec.Room, script, spec),
        ]);

    private static string[] OptionsFor(RoomOwner owner) => owner switch
    {
        RoomOwner.Developer =>
        [
            "--unshare-user",
            "--uid", RoomEtc.UserId.ToString(CultureInfo.InvariantCulture),
            "--gid", RoomEtc.GroupId.ToString(CultureInfo.InvariantCulture),
        ],
        RoomOwner.Own =>
        [
            "--unshare-user", "--info-fd", RoomStart.InfoNumber, "--userns-block-fd", RoomStart.GateNumber,
            .. OptionsFor(RoomOwner.Shared),
        ],
        _ => ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID", "--cap-add", "CAP_SETPCAP"],
    };

    private string[] DropPrivileges(SandboxRoom? room) =>
    [
        .. room?.Root is null ? [tools.SetPrivileges] : BroughtPrograms.Words(tools.SetPrivileges),
        .. Ids.Split(' '), "--clear-groups", "--no-new-privs", "--inh-caps=-all",
        "--bounding-set=-all",
    ];

    private static string[] Shell(SandboxRoom? room, string script, SandboxSpec spec) =>
    [
        .. room?.Root is null ? ["/bin/sh"] : BroughtPrograms.ShellWords(),
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

    private void AddMounts(List<string> arguments, SandboxRoom room)
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
    }

    private void AddLayers(List<string> options, SandboxRoom room)
    {
        const string Place = "/opt";
        if (HasOverlay(room))
        {
            options.AddRange(["--ro-bind", LayerPlace("joined"), Place]);
        }
        else if (room.Layers.Count > 1)
        {
            new LayerTree(options).Add(room.Layers, Place);
        }
        else if (room.Layers is [var only])
        {
            AddMount(options, new(only, Place));
        }
        else if (room.Root is null)
        {
            options.AddRange(["--dir", Place]);
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
        if (mount.IsLink || !IsRoot || IsOpen(mount.Source))
        {
            arguments.AddRange([mount.IsLink ? "--symlink" : "--ro-bind", mount.Source, mount.Target]);
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
