using Samlet.Sandboxes.Native;

namespace Samlet.Sandboxes.Linux;

/// <summary>
/// Whether rooms can be made here, found out by making some as functions get them, and else what stands in the way.
/// </summary>
internal sealed class RoomCheck(RefusalMemory memory)
{
    private const string Tools = "bubblewrap";
    private const string Rooms = "linux-sandbox";
    private const string Layers = "overlay";
    private const string Works = "works";

    private static readonly (string Name, string File)[] Switches =
    [
        ("kernel.unprivileged_userns_clone", "/proc/sys/kernel/unprivileged_userns_clone"),
        ("user.max_user_namespaces", "/proc/sys/user/max_user_namespaces"),
        ("kernel.apparmor_restrict_unprivileged_userns", "/proc/sys/kernel/apparmor_restrict_unprivileged_userns"),
    ];

    public async Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
        {
            return [CheckResult.Ok(Rooms, "is for Linux; here functions run as plain processes")];
        }

        var (tools, missing) = RoomTools.Find();
        return tools is null
            ? [MissingTool(missing!)] // One of the two is not null.
            : await CheckAsync(tools, cancellationToken);
    }

    private static CheckResult MissingTool(string program) => CheckResult.Warn(
        Tools,
        $"the program `{program}` is not installed, so functions run as plain processes and see all of this computer",
        RefusalAdvice.ForMissing(program));

    private async Task<IReadOnlyList<CheckResult>> CheckAsync(RoomTools tools, CancellationToken cancellationToken)
    {
        var trials = Directory.CreateTempSubdirectory("samlet-doctor-");
        try
        {
            string[] layers = [trials.CreateSubdirectory("1").FullName, trials.CreateSubdirectory("2").FullName];
            var version = RunAsync(tools.Bubblewrap, ["--version"], cancellationToken);
            var plain = TryAsync(tools, trials.CreateSubdirectory("a"), [], cancellationToken);
            var joined = TryAsync(tools, trials.CreateSubdirectory("b"), layers, cancellationToken);
            var ordinary = TryAsOrdinaryUserAsync(tools, cancellationToken);
            var found = CheckOfTools(tools, await version);
            return await plain is { } reason
                ? [found, Refused(reason)]
                : [found, CheckOfRooms(await ordinary), CheckOfLayers(await joined)];
        }
        finally
        {
            CacheFolder.Remove(trials.FullName);
        }
    }

    private static CheckResult CheckOfTools(RoomTools tools, ProgramOutput? version)
    {
        var number = version?.Output.Trim().Split(' ')[^1] ?? "";
        var isSetUser = !OperatingSystem.IsWindows()
            && File.GetUnixFileMode(tools.Bubblewrap).HasFlag(UnixFileMode.SetUser);
        return CheckResult.Ok(Tools, $"{number} (`{tools.Bubblewrap}`{(isSetUser ? ", setuid" : "")})") with
        {
            Details = [new("path", tools.Bubblewrap), new("version", number)],
        };
    }

    private CheckResult CheckOfRooms(string? ofOrdinaryUser)
    {
        var who = !Environment.IsPrivilegedProcess ? $"for `{Environment.UserName}`"
            : ofOrdinaryUser is null ? "for root and for ordinary users"
            : $"for root, not for ordinary users: {ofOrdinaryUser}";
        return memory.Find() is { } refusal
            ? CheckResult.Warn(
                Rooms,
                $"works {who}, but is not used because it was refused before: {refusal}",
                "`samlet clean runtimes` lets Samlet try again")
            : CheckResult.Ok(Rooms, $"works {who}") with { Details = FactsOfKernel() };
    }

    private static CheckResult Refused(string reason) => CheckResult.Warn(
        Rooms,
        $"cannot be made, so functions run as plain processes and see all of this computer: {reason}",
        RefusalAdvice.For(reason)) with
    {
        Details = FactsOfKernel(),
    };

    private static CheckResult CheckOfLayers(string? refusal) => refusal is null
        ? CheckResult.Ok(Layers, "several layers are joined without copying")
        : CheckResult.Warn(
            Layers,
            $"several layers of a function cannot be joined, so it runs as a plain process: {refusal}",
            "the kernel lacks overlay file systems, or does not let this user mount them");

    private static List<KeyValuePair<string, string>> FactsOfKernel()
    {
        List<KeyValuePair<string, string>> facts = [];
        foreach (var (name, file) in Switches)
        {
            if (File.Exists(file))
            {
                facts.Add(new(name, File.ReadAllText(file).Trim()));
            }
        }

        return facts;
    }

    /// <summary>Null when it works, else what bubblewrap says.</summary>
    private static async Task<string?> TryAsync(
        RoomTools tools, DirectoryInfo folder, IReadOnlyList<string> layers, CancellationToken cancellationToken)
    {
        var cache = new CacheFolder(folder.FullName);
        var command = new RoomCommand(tools, new RoomEtc(cache), cache, Environment.IsPrivilegedProcess);
        var room = new SandboxRoom { Mounts = [], Layers = layers, TemporaryMegabytes = 16 };
        var spec = new SandboxSpec
        {
            Program = "sh",
            Environment = [],
            WorkingFolder = "/",
            Output = static _ => { },
            Mark = "",
        };
        var (program, arguments) = command.ToOpen(room, $"echo {Works}", spec);
        var refusal = RefusalIn(await RunAsync(program, arguments, cancellationToken));
        cache.Release();
        return refusal;
    }

    /// <summary>As root only; null also where there is nothing to find out.</summary>
    private static async Task<string?> TryAsOrdinaryUserAsync(RoomTools tools, CancellationToken cancellationToken)
    {
        const string Nobody = "65534";
        return !Environment.IsPrivilegedProcess ? null : RefusalIn(await RunAsync(
            tools.SetPrivileges,
            [
                $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", tools.Bubblewrap, "--unshare-user",
                "--unshare-pid", "--ro-bind", "/", "/", "--proc", "/proc", "--", "/bin/sh", "-c", $"echo {Works}",
            ],
            cancellationToken));
    }

    private static string? RefusalIn(ProgramOutput? output) =>
        output?.Output.Trim() == Works ? null
        : output?.ErrorOutput.Split('\n')[0].Trim() is { Length: > 0 } line ? line
        : "it does not answer";

    private static Task<ProgramOutput?> RunAsync(
        string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        ProgramOutput.ReadAsync(new ProgramCall(program, arguments), cancellationToken);
}
