using Samlet.Functions;

namespace Samlet.Runtimes.Interpreters;

/// <summary>The commands that install a version of an interpreter on this kind of computer.</summary>
internal static class InstallCommands
{
    private const string Apt = "/usr/bin/apt-get";

    /// <summary>
    /// One of a version manager that is there, else of a usual one; then one of the system's packages.
    /// </summary>
    public static IEnumerable<string> For(RuntimeFamily family, string version, IEnumerable<string> managers)
    {
        var commands = managers.Select(manager => OfManager(manager, family, version));
        var first = commands.FirstOrDefault(command => command is not null) ?? Usual(family, version);
        return new[] { first, OfSystem(family, version) }.OfType<string>();
    }

    private static string? Usual(RuntimeFamily family, string version) => family switch
    {
        RuntimeFamily.Node => OperatingSystem.IsWindows() ? $"fnm install {version}" : $"nvm install {version}",
        RuntimeFamily.Python => $"uv python install {version}",
        RuntimeFamily.Ruby when !OperatingSystem.IsWindows() => $"rbenv install {version}",
        _ => null,
    };

    private static string? OfManager(string manager, RuntimeFamily family, string version) => (manager, family) switch
    {
        ("nvm" or "fnm" or "nodenv" or "n", RuntimeFamily.Node) => $"{manager} install {version}",
        ("volta", RuntimeFamily.Node) => $"volta install node@{version}",
        ("pyenv", RuntimeFamily.Python) => $"pyenv install {version}",
        ("uv", RuntimeFamily.Python) => $"uv python install {version}",
        ("rbenv" or "rvm", RuntimeFamily.Ruby) => $"{manager} install {version}",
        ("mise", RuntimeFamily.Java) => $"mise install java@corretto-{version}",
        ("mise", _) => $"mise install {Word(family)}@{version}",
        ("asdf", RuntimeFamily.Java) => $"asdf install java latest:corretto-{version}",
        ("asdf", RuntimeFamily.Node) => $"asdf install nodejs latest:{version}",
        ("asdf", RuntimeFamily.Python or RuntimeFamily.Ruby) => $"asdf install {Word(family)} latest:{version}",
        _ => null,
    };

    private static string? OfSystem(RuntimeFamily family, string version) =>
        OperatingSystem.IsWindows() ? $"winget install {WingetId(family, version)}"
        : OperatingSystem.IsMacOS() ? $"brew install {BrewFormula(family)}@{version}"
        : File.Exists(Apt) ? $"apt install {DebianPackage(family, version)}"
        : null;

    private static string WingetId(RuntimeFamily family, string version) => family switch
    {
        RuntimeFamily.Node => $"OpenJS.NodeJS.{version}",
        RuntimeFamily.Python => $"Python.Python.{version}",
        RuntimeFamily.Ruby => $"RubyInstallerTeam.Ruby.{version}",
        RuntimeFamily.Java => $"Amazon.Corretto.{version}.JDK",
        _ => $"Microsoft.DotNet.SDK.{version}",
    };

    private static string BrewFormula(RuntimeFamily family) =>
        family == RuntimeFamily.Java ? "openjdk" : Word(family);

    private static string DebianPackage(RuntimeFamily family, string version) => family switch
    {
        RuntimeFamily.Node => "nodejs",
        RuntimeFamily.Python => $"python{version}",
        RuntimeFamily.Ruby => "ruby",
        RuntimeFamily.Java => $"openjdk-{version}-jdk",
        _ => $"dotnet-sdk-{(version.Contains('.', StringComparison.Ordinal) ? version : version + ".0")}",
    };

    private static string Word(RuntimeFamily family) => family.ToString().ToLowerInvariant();
}
