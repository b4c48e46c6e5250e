using Samlet.Functions;

namespace Samlet.Runtimes.Interpreters;

/// <summary>
/// Java's installations. Their file `release` names the version, so that no virtual machine need start; Java 8 of
/// Debian and Ubuntu has no such file, and its folder's name is half the answer: `java-8-openjdk-amd64`.
/// </summary>
internal static class JavaHome
{
    private const string Key = "JAVA_VERSION=";

    /// <summary>
    /// The installation that holds `bin/java`; the whole kit where that is the runtime inside a JDK 8.
    /// </summary>
    public static string Of(string program)
    {
        var home = InstallPrefix.Of(RealPath.Of(program));
        var kit = Path.GetDirectoryName(home);
        return Path.GetFileName(home) is "jre" && Directory.Exists(Path.Join(kit, "bin")) ? kit! : home; // Not a root.
    }

    /// <summary>Null when neither the installation nor its name tells a version.</summary>
    public static InterpreterCandidate? CandidateOf(string program, string origin, CandidateGroup group)
    {
        if (!File.Exists(program))
        {
            return null;
        }

        var told = VersionOf(program);
        var version = told ?? VersionIn(Path.GetFileName(Of(program)));
        return version is null
            ? null
            : new InterpreterCandidate(RuntimeFamily.Java, program, version, origin, group)
            {
                NeedsQuestion = told is null,
            };
    }

    /// <summary>Null when the installation does not tell.</summary>
    public static InterpreterVersion? VersionOf(string program)
    {
        try
        {
            var lines = File.ReadLines(Path.Join(Of(program), "release"));
            var line = lines.FirstOrDefault(text => text.StartsWith(Key, StringComparison.Ordinal));
            return line is null ? null : InterpreterVersion.Parse(line.AsSpan(Key.Length).Trim('"'));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static InterpreterVersion? VersionIn(string name)
    {
        var start = name.AsSpan().IndexOfAnyInRange('0', '9');
        return start < 0 ? null : InterpreterVersion.Parse(name.AsSpan(start));
    }
}
