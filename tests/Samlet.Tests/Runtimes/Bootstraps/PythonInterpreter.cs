using System.Diagnostics;
using Samlet.Tests.Support;

namespace Samlet.Tests.Runtimes.Bootstraps;

/// <summary>
/// The Python that the tests run: the one named by SAMLET_TEST_PYTHON, else the first on PATH that is no shim of a
/// version manager. A test that asks for it is skipped where there is none.
/// </summary>
internal sealed record PythonInterpreter(string Program, Version Version, string StandardLibrary)
{
    private const string Question =
        "import sys, os; print(sys.executable, '%d.%d' % sys.version_info[:2], os.path.dirname(os.__file__), sep='\\n')";

    private static readonly Lazy<PythonInterpreter?> Found =
        new(() => Candidates().Select(Ask).FirstOrDefault(static found => found is not null));

    public static PythonInterpreter Find()
    {
        Machine.Require(Found.Value is not null, "Python 3 on PATH or in SAMLET_TEST_PYTHON");
        return Found.Value!; // Required above.
    }

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("SAMLET_TEST_PYTHON") is { Length: > 0 } named)
        {
            return [named];
        }

        return from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
               where !folder.Contains("shims", StringComparison.Ordinal)
               let program = Path.Combine(folder, OperatingSystem.IsWindows() ? "python.exe" : "python3")
               where File.Exists(program)
               select program;
    }

    private static PythonInterpreter? Ask(string program)
    {
        var start = new ProcessStartInfo(program, ["-S", "-c", Question]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!; // Null only for shell execution.
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries);
        process.WaitForExit();
        return process.ExitCode == 0 && Version.Parse(lines[1]) is var version && version >= new Version(3, 8)
            ? new(lines[0], version, lines[2])
            : null;
    }
}
