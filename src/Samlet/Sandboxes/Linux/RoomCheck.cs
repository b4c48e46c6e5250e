using Samlet.Sandboxes.Native;
using Samlet.Sandboxes.Process;

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
    private const string NoAnswer = "it does not answer";

    private static readonly TimeSpan TrialLimit = TimeSpan.FromSeconds(10);

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
            var (refusal, hasOverlay) = await joined;
            return (await plain).Refusal is { } reason
                ? [found, Refused(reason)]
                : [found, CheckOfRooms(await ordinary), CheckOfLayers(refusal, hasOverlay)];
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

    private static CheckResult CheckOfLayers(string? refusal, bool hasOverlay) =>
        refusal is not null ? CheckResult.Warn(
            Layers,
            $"several layers of a function cannot be joined, so it runs as a plain process: {refusal}",
            hint: null)
        : CheckResult.Ok(
            Layers,
            hasOverlay
                ? "several layers are joined without copying"
                : "several layers are joined entry by entry, since the kernel lays no overlay for this user");

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

    /// <summary>A null refusal when it works; and whether layers are joined by an overlay then.</summary>
    private static async Task<(string? Refusal, bool HasOverlay)> TryAsync(
        RoomTools tools, DirectoryInfo folder, IReadOnlyList<string> layers, CancellationToken cancellationToken)
    {
        var cache = new CacheFolder(folder.FullName);
        var command = new RoomCommand(tools, new RoomEtc(cache), cache);
        var room = new SandboxRoom { Mounts = [], Layers = layers, TemporaryMegabytes = 16 };
        await using var launcher = new LinuxLauncher(
            command,
            new SpawnThread(mainThread: 0),
            new ProcessLauncher(ownsAllChildren: false, mainThread: 0));
        var refusal = await RefusalOfAsync(launcher, room, cancellationToken);
        cache.Release();
        return (refusal, command.HasOverlay(room));
    }

    private static async Task<string?> RefusalOfAsync(
        LinuxLauncher launcher, SandboxRoom room, CancellationToken cancellationToken)
    {
        try
        {
            await using var sandbox = launcher.Start(new SandboxSpec
            {
                Program = "/bin/sh",
                Arguments = ["-c", "exit 0"],
                Environment = [],
                WorkingFolder = "/",
                Room = room,
                Output = static _ => { },
                Mark = "",
            });
            var exit = await sandbox.Exited.WaitAsync(TrialLimit, cancellationToken);
            return exit == default ? null : exit.Refusal?.Split('\n')[0] ?? NoAnswer;
        }
        catch (Exception error) when (error is SandboxRefusedException or TimeoutException)
        {
            return error is SandboxRefusedException ? error.Message : NoAnswer;
        }
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
        : NoAnswer;

    private static Task<ProgramOutput?> RunAsync(
        string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        ProgramOutput.ReadAsync(new ProgramCall(program, arguments), cancellationToken);
}
