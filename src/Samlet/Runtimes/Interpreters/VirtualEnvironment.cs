using Samlet.Functions;

namespace Samlet.Runtimes.Interpreters;

/// <summary>A Python environment made by venv, virtualenv or uv: a folder with `pyvenv.cfg` (PEP 405).</summary>
internal static class VirtualEnvironment
{
    private const string Origin = "virtual environment";
    private const string ConfigurationFile = "pyvenv.cfg";

    /// <summary>The environment a program belongs to; null when it belongs to none.</summary>
    public static string? FolderOf(string program)
    {
        var folder = Path.GetDirectoryName(Path.GetDirectoryName(program));
        return File.Exists(Path.Join(folder, ConfigurationFile)) ? folder : null;
    }

    /// <summary>The environment that the shell has activated, with the version its configuration names.</summary>
    public static InterpreterCandidate? Active(HostEnvironment host)
    {
        if (host.FindText("VIRTUAL_ENV") is not { } folder || !Path.IsPathFullyQualified(folder))
        {
            return null;
        }

        var program = Path.Join(folder, InstallPlaces.OnPlatform("Scripts/python.exe", "bin/python"));
        return File.Exists(RealPath.Of(program)) && VersionOf(folder) is { } version
            ? new InterpreterCandidate(RuntimeFamily.Python, program, version, Origin, CandidateGroup.Chosen)
            : null;
    }

    /// <summary>The folder of the installation below an environment.</summary>
    public static string InstallationOf(string folder) =>
        SettingsOf(folder).FirstOrDefault(pair => pair[0] == "home") is [_, { Length: > 0 } home]
            ? RealPath.Of(InstallPrefix.OfBinFolder(home))
            : folder;

    /// <summary>venv writes `version = 3.13.1`, virtualenv and uv `version_info = 3.13.1.final.0`.</summary>
    private static InterpreterVersion? VersionOf(string folder) =>
        SettingsOf(folder)
            .Where(pair => pair[0] is "version" or "version_info")
            .Select(pair => InterpreterVersion.Parse(pair[1].Replace(".final.0", "", StringComparison.Ordinal)))
            .FirstOrDefault(version => version is not null);

    private static string[][] SettingsOf(string folder)
    {
        try
        {
            var lines = File.ReadAllLines(Path.Join(folder, ConfigurationFile));
            var pairs = lines.Select(line => line.Split('=', 2, StringSplitOptions.TrimEntries));
            return [.. pairs.Where(pair => pair.Length == 2)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
