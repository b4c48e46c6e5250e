using System.Globalization;

namespace Samlet.Sandboxes.Docker;

/// <summary>
/// The command line that runs a container. Values of variables are not on it, where every user of the machine could
/// read them: the engine's program takes them from its own environment, and those that mean something to itself from a
/// file. Source: docker-run(1), podman-run(1).
/// </summary>
internal sealed record ContainerCommand(EngineCommand Engine, string Name, SandboxSpec Spec, SandboxContainer Container)
{
    /// <summary>Marks all containers of Samlet.</summary>
    public const string Label = "samlet";

    private const string LambdaUser = "993:990";

    /// <summary>Variables that the program itself or the libraries it loads would take for theirs.</summary>
    private static readonly HashSet<string> OfTheProgram = new(StringComparer.OrdinalIgnoreCase)
    {
        "PATH", "HOME", "TMPDIR", "TMP", "TEMP", "USER", "SSH_AUTH_SOCK", "KUBECONFIG", "SYSTEMROOT", "USERPROFILE",
        "APPDATA", "LOCALAPPDATA", "PROGRAMDATA", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY", "LANG", "TZ",
    };

    private static readonly string[] PrefixesOfTheProgram =
    [
        "DOCKER_", "CONTAINER", "BUILDAH_", "REGISTRY_", "XDG_", "LD_", "DYLD_", "SSL_", "SSH_", "GO", "NERDCTL_", "LIMA_",
        "FINCH_", "DBUS_", "MALLOC_", "STORAGE_", "_CONTAINERS",
    ];

    /// <summary>Of the developer's shell, with the function's variables that the program hands on.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Environment =>
        [.. Engine.Environment.Where(pair => !IsHandedOn(pair.Key)), .. Spec.Environment.Where(IsHandedOnSafely)];

    /// <summary>`NAME=value` lines of what the program must not see as its own; null when there are none.</summary>
    public string? FileContent
    {
        get
        {
            var others = Spec.Environment.Where(static pair => !IsHandedOnSafely(pair));
            var text = string.Concat(others.Select(static pair => $"{pair.Key}={pair.Value}\n"));
            return text.Length > 0 ? text : null;
        }
    }

    /// <param name="variablesFile">The file with what <see cref="FileContent"/> says; null when there is none.</param>
    public IReadOnlyList<string> Arguments(string? variablesFile) =>
    [
        "run", "--rm", "--name", Name, "--label", Label, "--label", $"samlet.function={Container.Function}",
        "--pull", "never", "--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges",
        .. Temporary(),
        .. Container.HasLambdaUser ? ["--user", LambdaUser] : (string[])[],
        .. Limits(),
        .. OfKind(),
        .. Container.Platform is { } platform ? ["--platform", platform] : (string[])[],
        .. Container.Group is { } group
            ? ["--network", $"container:{group}", "--pid", $"container:{group}"]
            : (string[])[],
        .. Container.NetworkOptions,
        .. Container.Mounts.SelectMany(static mount => (string[])["--mount", MountText(mount)]),
        .. variablesFile is null ? [] : (string[])["--env-file", variablesFile],
        .. Spec.Environment.Where(IsHandedOnSafely).SelectMany(static pair => (string[])["--env", pair.Key]),
        "--workdir", Spec.WorkingFolder, "--entrypoint", Spec.Program, Container.Image, .. Spec.Arguments,
    ];

    /// <summary>For a shell: removes the container when Samlet is gone and cannot do it.</summary>
    public string ShellToRemove()
    {
        var variables = Engine.Environment.Select(static pair => $"{pair.Key}={Quote(pair.Value)} ");
        var names = Engine.Environment.All(static pair => IsName(pair.Key)) ? string.Concat(variables) : "";
        var program = $"{names}{Quote(Engine.Program)}";
        var removal = $"{program} {string.Join(' ', Engine.RemovalWords)} {Name} >/dev/null 2>&1";
        // Of several that have the volume only the last to go can take it along, and their order is not known.
        return Container.Volume is { } volume
            ? $"{removal}; {program} volume rm --force {volume} >/dev/null 2>&1"
            : removal;
    }

    private string[] Temporary() => Container.Volume is { } volume
        ? ["--mount", $"type=volume,source={volume},target=/tmp"]
        : ["--tmpfs", $"/tmp:rw,exec,nosuid,nodev,mode=1777,size={Number(Container.TemporaryMegabytes)}m"];

    private string[] Limits()
    {
        string[] limits = Container.HasLambdaUser
            ? ["--ulimit", "nofile=1024:1024", "--ulimit", "core=0:0", "--ulimit", "nproc=742:742"]
            : Engine.Kind == EngineKind.Podman ? ["--ulimit", "host"] // Whose processes would count is unknown.
            : ["--ulimit", "nofile=1024:1024", "--ulimit", "core=0:0"];
        return
        [
            .. limits,
            .. Container.MemoryMegabytes is { } megabytes
                ? ["--memory", $"{Number(megabytes)}m", "--memory-swap", $"{Number(megabytes)}m"]
                : (string[])[],
            .. Container.Cpus is { } cpus
                ? ["--cpus", cpus.ToString("0.###", CultureInfo.InvariantCulture)]
                : (string[])[],
        ];
    }

    /// <summary>No shared memory, as on Lambda, no second copy of the logs; SELinux lets code be read.</summary>
    private string[] OfKind() => Engine.Kind switch
    {
        EngineKind.Docker => ["--ipc", "none", "--log-driver", "none"],
        EngineKind.Podman => ["--ipc", "none", "--log-driver", "none", "--security-opt", "label=disable"],
        _ => [],
    };

    /// <summary>The words are a line of CSV, in which a path with a comma or a quote is put in quotes.</summary>
    private static string MountText(RoomMount mount) =>
        $"type=bind,{Field("source", mount.Source)},{Field("target", mount.Target)},readonly";

    private static string Field(string name, string path) => path.AsSpan().IndexOfAny(',', '"') < 0
        ? $"{name}={path}"
        : $"\"{name}={path.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private bool IsHandedOn(string name) => Spec.Environment.Any(pair => pair.Key == name && IsHandedOnSafely(pair));

    /// <summary>A file has a line for each, so what is longer goes through the environment always.</summary>
    private static bool IsHandedOnSafely(KeyValuePair<string, string> pair) =>
        pair.Value.AsSpan().IndexOfAny('\n', '\r') >= 0
        || !(OfTheProgram.Contains(pair.Key)
            || Array.Exists(
                PrefixesOfTheProgram, prefix => pair.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static bool IsName(string text) =>
        text.Length > 0
        && !char.IsAsciiDigit(text[0])
        && text.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');

    private static string Quote(string value) =>
        $"'{value.Replace("'", "'\\''", StringComparison.Ordinal).ReplaceLineEndings(" ")}'";
}
