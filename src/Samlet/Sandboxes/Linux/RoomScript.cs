using System.Globalization;
using System.Text;

namespace Samlet.Sandboxes.Linux;

/// <summary>
/// The shell that is first in a room: it sets the limits that Lambda sets, runs the program and tells on standard error
/// how it ended. It stays as long as the room, asleep. Both streams of the program lead to its standard output.
/// Source of the limits: recorded on the service; CORE is 0, since a core file would land in the function's folder.
/// </summary>
internal static class RoomScript
{
    public const string Started = "samlet started";
    public const string Exited = "samlet exited ";

    private const int Processes = 742;
    private const int Kibibyte = 1024;

    private static readonly ResourceLimits OfLambda = new() { OpenFiles = 1024, LockedMemory = 64 * Kibibyte };

    /// <summary>
    /// What tells of the start is the process that becomes the program, so that one that is to be killed is there from
    /// then on. A shell sleeps best when it stops itself. Descriptor 3 is closed once the program has ended, or its
    /// other end would not see that.
    /// </summary>
    private const string First =
        "(echo " + Started + " >&2 || exit 1; exec \"$@\" 2>&1); s=$?; exec 3>&-; "
        + "echo \"" + Exited + "$s\" >&2; while :; do kill -s STOP $$; done";

    /// <summary>What a shell sets by itself and the function must not see unless it is given.</summary>
    private static readonly string[] OfTheShell = ["PWD", "OLDPWD", "SHLVL", "_"];

    private static readonly HashSet<string> Misleading = new(StringComparer.Ordinal)
    {
        "PATH", "ENV", "IFS", "PS4", "SHELLOPTS", "GLIBC_TUNABLES", "GCONV_PATH", "LOCPATH", "NLSPATH",
    };

    /// <summary>Bubblewrap leaves the gate open.</summary>
    public static string OfFirst(SandboxSpec spec) =>
        $"exec {RoomStart.GateNumber}<&-; {Limits(spec)} {Variables(spec.Environment)}{First}";

    public static string OfLater(SandboxSpec spec) =>
        $"cd {Quote(spec.WorkingFolder)}; {Limits(spec)} {Variables(spec.Environment)}exec \"$@\"";

    /// <summary>
    /// What would change how bubblewrap, setpriv and the shell run comes to life behind them: a library in the
    /// function's folder must not be loaded by a program that still has privileges.
    /// </summary>
    public static bool IsMisleading(string name) =>
        Misleading.Contains(name)
        || name.StartsWith("LD_", StringComparison.Ordinal)
        || name.StartsWith("MALLOC_", StringComparison.Ordinal)
        || name.StartsWith("BASH_", StringComparison.Ordinal);

    /// <summary>A lower limit that is in force already stays.</summary>
    private static string Limits(SandboxSpec spec)
    {
        var limits = spec.Limits ?? OfLambda;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            ulimit -c {limits.CoreDump / Kibibyte}
            ulimit -n {limits.OpenFiles} 2>/dev/null || ulimit -n $(ulimit -Hn)
            ulimit -l {limits.LockedMemory / Kibibyte} 2>/dev/null
            ulimit -p {Processes} 2>/dev/null || ulimit -u {Processes} 2>/dev/null
            
            """);
    }

    /// <summary>Forgets what a shell has set by itself.</summary>
    public static string Forget(IReadOnlyList<KeyValuePair<string, string>> environment) => string.Concat(
        OfTheShell.Where(name => !environment.Any(pair => pair.Key == name)).Select(static name => $"unset {name}; "));

    private static string Variables(IReadOnlyList<KeyValuePair<string, string>> environment)
    {
        var script = new StringBuilder(Forget(environment));
        foreach (var (name, value) in environment.Where(pair => IsMisleading(pair.Key)))
        {
            script.Append("export ").Append(name).Append('=').Append(Quote(value)).Append("; ");
        }

        return script.ToString();
    }

    private static string Quote(string value) => $"'{value.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
