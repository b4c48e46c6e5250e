using Samlet.Functions;
using Samlet.Runtimes.Interpreters;
using Samlet.Runtimes.Logs;
using Samlet.Sandboxes;

namespace Samlet.Runtimes;

/// <summary>
/// What a function sees in the `linux` sandbox: Lambda's folders, made of those of this computer. Commands are put
/// together with the real folders, which can be looked into, and then take the names that are seen inside.
/// </summary>
internal sealed class FunctionRoom
{
    /// <summary>Where the interpreter's installation is.</summary>
    public const string LanguageFolder = "/var/lang";

    private const string TaskFolder = "/var/task";
    private const string LayerFolder = "/opt";
    private const string BootstrapFolder = "/var/runtime";
    private const string HomebrewFolder = "/home/linuxbrew/.linuxbrew";

    /// <summary>What has no place of Lambda's and is kept where another folder of the room is.</summary>
    private const string OtherFolder = "/samlet";

    /// <summary>Places that are the room's own: what this computer keeps there is seen elsewhere.</summary>
    private static readonly string[] Taken =
    [
        LayerFolder, TaskFolder, BootstrapFolder, LanguageFolder, WorkerLog.FolderInRoom,
        "/proc", "/dev", "/etc", "/sys",
    ];

    private static readonly string[] System = ["/usr", "/bin", "/lib", "/nix"];

    private readonly List<(string Folder, string Name)> _names = [];
    private readonly List<RoomMount> _mounts = [];

    private FunctionRoom()
    {
    }

    /// <summary>Links in code and layers to what the function does not see.</summary>
    public IReadOnlyList<string> HiddenLinks { get; private set; } = [];

    private SandboxRoom Sandbox { get; init; } = new() { Mounts = [], TemporaryMegabytes = 0 };

    public static FunctionRoom Of(
        FunctionLaunch launch, RuntimeFolders folders, Interpreter? interpreter, string bootstrap)
    {
        List<RoomMount> mounts = [];
        var room = new FunctionRoom
        {
            Sandbox = new SandboxRoom
            {
                Mounts = mounts,
                Layers = folders.Layers,
                TemporaryMegabytes = launch.Function.EphemeralStorageMegabytes,
            },
        };
        room.AddInterpreter(interpreter, bootstrap);
        room.AddInPlace(folders.Packages);
        room.AddCompiled(folders.CompiledCode, interpreter, bootstrap);
        room.Add(Path.TrimEndingDirectorySeparator(folders.Task), TaskFolder);
        room._names.AddRange(folders.Layers.Select(
            static layer => (Path.TrimEndingDirectorySeparator(layer), LayerFolder)));
        room.AddLinked(folders, launch.BringsLinks);
        mounts.AddRange(room._mounts);
        if (folders.WorkerLog is { } workerLog)
        {
            mounts.Add(new(workerLog, WorkerLog.FolderInRoom));
        }

        return room;
    }

    /// <summary>Compiles modules in a room like this one; null where there is nobody who needs that.</summary>
    private CompiledModules? Compiled { get; set; }

    /// <summary>How the function sees a folder; null for none.</summary>
    public string? NameOf(string? folder) => folder is null ? null : Rename(folder);

    /// <summary>The same environment, with everything in it started in the room.</summary>
    /// <param name="spec">With the folders of this computer.</param>
    /// <param name="real">Where a path of Lambda is on this computer.</param>
    public ExecutionEnvironmentSpec Furnish(ExecutionEnvironmentSpec spec, Func<string, string> real) => spec with
    {
        Sandbox = Furnish(spec.Sandbox, TaskFolder, real),
        Compiled = Compiled,
        StartFailure = spec.StartFailure is { LogLine: { } line } failure
            ? failure with { LogLine = line.Replace(real(TaskFolder), TaskFolder, StringComparison.Ordinal) }
            : spec.StartFailure,
        Extensions =
        [
            .. spec.Extensions.Select(extension => extension with
            {
                Sandbox = Furnish(extension.Sandbox, "/", real),
            }),
        ],
    };

    private SandboxSpec Furnish(SandboxSpec spec, string workingFolder, Func<string, string> real) => spec with
    {
        Program = Rename(spec.Program),
        Arguments = [.. spec.Arguments.Select(Rename)],
        WorkingFolder = workingFolder,
        Room = Sandbox,
        ProgramFault = ProgramCheck.FaultOf(real(spec.Program), real),
    };

    private void AddInterpreter(Interpreter? interpreter, string bootstrap)
    {
        if (interpreter is null)
        {
            return;
        }

        var own = OwnFolderOf(interpreter.Prefix);
        AddAlso(interpreter.Prefix, LanguageFolder, own);
        if (IsBelow(interpreter.Prefix, Taken))
        {
            _names.Add((interpreter.Prefix, LanguageFolder));
        }
        else
        {
            AddInPlace(own);
        }

        AddInPlace(interpreter.VirtualEnvironment);
        AddBootstrap(interpreter.Family, bootstrap);
    }

    /// <summary>
    /// What is compiled for one installation knows its own path and is seen there. Python must not find its siblings
    /// in /var/runtime, where it looks for modules.
    /// </summary>
    private void AddBootstrap(RuntimeFamily family, string bootstrap)
    {
        switch (family)
        {
            case RuntimeFamily.Python or RuntimeFamily.Java or RuntimeFamily.Dotnet:
                AddInPlace(bootstrap);
                AddAlso(
                    family == RuntimeFamily.Python ? Path.Join(bootstrap, "var_runtime") : bootstrap,
                    BootstrapFolder,
                    bootstrap);
                break;
            default:
                Add(bootstrap, BootstrapFolder);
                break;
        }
    }

    /// <summary>
    /// A warning of the compiler is to be seen on every start, as on Lambda, where nothing can be kept.
    /// </summary>
    private void AddCompiled(string? folder, Interpreter? interpreter, string bootstrap)
    {
        if (folder is null || interpreter is null)
        {
            return;
        }

        AddInPlace(folder);
        var compiler = new SandboxSpec
        {
            Program = Rename(interpreter.Program),
            Arguments =
            [
                "-I", "-S", "-W", "error::SyntaxWarning", Rename(Path.Join(bootstrap, "bootstrap.py")), "--compile",
            ],
            Environment = [new("LD_LIBRARY_PATH", $"{LanguageFolder}/lib")], // As the function finds the interpreter's.
            WorkingFolder = "/",
            Room = new SandboxRoom
            {
                Mounts = Sandbox.Mounts,
                Layers = Sandbox.Layers,
                TemporaryMegabytes = Sandbox.TemporaryMegabytes,
            },
            Output = static _ => { },
            Mark = "",
        };
        Compiled = new CompiledModules(compiler, folder);
    }

    private void AddLinked(RuntimeFolders folders, bool bringsAll)
    {
        var links = OutwardLinks.Of(folders, bringsAll, [.. _mounts.Select(static mount => mount.Target)]);
        _mounts.AddRange(links.Mounts);
        HiddenLinks = links.Hidden;
    }

    private void Add(string folder, string name)
    {
        _mounts.Add(new(folder, name));
        _names.Add((folder, name));
    }

    private void AddInPlace(string? folder)
    {
        if (folder is null || IsBelow(folder, System))
        {
            return;
        }

        if (IsBelow(folder, Taken))
        {
            Add(folder, $"{OtherFolder}/{_mounts.Count}");
        }
        else
        {
            _mounts.Add(new(folder, folder));
        }
    }

    /// <summary>A second name for what is seen in place, itself or in a folder that is.</summary>
    private void AddAlso(string folder, string name, string inPlace) =>
        _mounts.Add(new(folder, name) { IsLink = !IsBelow(inPlace, Taken) });

    /// <summary>Programs of Homebrew find their libraries beside their own folder.</summary>
    private static string OwnFolderOf(string prefix) => IsBelow(prefix, [HomebrewFolder]) ? HomebrewFolder : prefix;

    private static bool IsBelow(string path, string[] folders) => Array.Exists(
        folders,
        folder => path == folder || path.StartsWith(folder + '/', StringComparison.Ordinal));

    /// <summary>The text may be a path, a list of paths or an option with one.</summary>
    private string Rename(string text)
    {
        foreach (var (folder, name) in _names)
        {
            for (var at = Find(text, folder, 0); at >= 0; at = Find(text, folder, at + name.Length))
            {
                text = text[..at] + name + text[(at + folder.Length)..];
            }
        }

        return text;
    }

    private static int Find(string text, string folder, int start)
    {
        for (var at = Next(start); at >= 0; at = Next(at + 1))
        {
            var end = at + folder.Length;
            if ((at == 0 || text[at - 1] is ':' or '=') && (end == text.Length || text[end] is '/' or ':'))
            {
                return at;
            }
        }

        return -1;

        int Next(int from) => from > text.Length ? -1 : text.IndexOf(folder, from, StringComparison.Ordinal);
    }
}
