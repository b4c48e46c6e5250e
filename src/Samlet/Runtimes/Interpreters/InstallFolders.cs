using Samlet.Functions;
using static Samlet.Runtimes.Interpreters.InstallPlaces;

namespace Samlet.Runtimes.Interpreters;

/// <summary>
/// The folders to look into for each family: those of version managers, then those of systems and build machines.
/// </summary>
internal sealed class InstallFolders(HostEnvironment host)
{
    public const string DotnetVersions = "shared/Microsoft.NETCore.App";

    private static readonly string[] JavaFoldersOfLinux = ["/usr/lib/jvm", "/usr/java", "/opt/java"];

    private static readonly string[] JavaVendorsOfWindows =
        ["Java", "Amazon Corretto", "Eclipse Adoptium", "Microsoft", "Zulu", "BellSoft"];

    private static readonly string[] DotnetRootsOfLinux =
        ["/usr/share/dotnet", "/usr/lib/dotnet", "/usr/lib64/dotnet"];

    private readonly InstallPlaces _places = new(host);

    /// <summary>The folders of PATH that may hold interpreters.</summary>
    public IReadOnlyList<string> SearchPath { get; } = SearchPathOf(host);

    public IReadOnlyList<InstallFolder> Of(RuntimeFamily family) => family switch
    {
        RuntimeFamily.Node =>
            [.. Node(), .. ShimRoots(ProgramOf(family), "versions", "installs/nodejs", "installs/node")],
        RuntimeFamily.Python => [.. Python(), .. ShimRoots(ProgramOf(family), "versions", "installs/python")],
        RuntimeFamily.Ruby => [.. Ruby(), .. ShimRoots(ProgramOf(family), "versions", "installs/ruby")],
        RuntimeFamily.Java => [.. Java(), .. ShimRoots(ProgramOf(family), "versions", "installs/java")],
        RuntimeFamily.Dotnet => [.. Dotnet()],
        _ => [],
    };

    /// <summary>The program of a family within an installation.</summary>
    public static string ProgramOf(RuntimeFamily family) => family switch
    {
        RuntimeFamily.Node => OnPlatform("node.exe", "bin/node"),
        RuntimeFamily.Python => OnPlatform("python.exe", "bin/python"),
        RuntimeFamily.Ruby => OnPlatform("bin/ruby.exe", "bin/ruby"),
        RuntimeFamily.Java => OnPlatform("bin/java.exe", "bin/java"),
        _ => OnPlatform("dotnet.exe", "dotnet"),
    };

    /// <summary>
    /// The .NET host is one program for all versions of a root; each shared framework is an installation.
    /// </summary>
    public static InstallFolder DotnetIn(string? root, string origin, CandidateGroup group) =>
        new(origin, root is null ? "" : Path.Join(root, DotnetVersions), $"../../../{ProgramOf(RuntimeFamily.Dotnet)}")
        {
            Group = group,
        };

    /// <summary>
    /// True when the programs of a folder of PATH only start others, as pyenv, asdf and snap have it.
    /// </summary>
    public bool IsShimFolder(string folder) =>
        Path.GetFileName(folder.AsSpan().TrimEnd(['/', '\\'])) is "shims"
        || folder.TrimEnd('/') is "/snap/bin"
        || folder == Path.Join(_places.Volta, "bin")
        || (OperatingSystem.IsWindows() && IsShimFolderOfWindows(folder));

    private bool IsShimFolderOfWindows(string folder) =>
        folder.Contains("chocolatey", StringComparison.OrdinalIgnoreCase)
        || folder.StartsWith(Path.Join(_places.ProgramFiles, "Volta"), StringComparison.OrdinalIgnoreCase);

    private IEnumerable<InstallFolder> Node()
    {
        var program = ProgramOf(RuntimeFamily.Node);
        return
        [
            new("nvm", _places.Nvm, program) { NamePrefix = "v" },
            new("fnm", _places.Fnm, Path.Join("installation", program)) { NamePrefix = "v" },
            new("fnm", _places.OldFnm, Path.Join("installation", program)) { NamePrefix = "v" },
            new("volta", Path.Join(_places.Volta, "tools/image/node"), program),
            new("nodenv", _places.Nodenv, program),
            new("n", _places.N, program),
            .. Plugins("nodejs", "node", program),
            ToolCached("node", program),
            Brewed("node@", program),
        ];
    }

    private IEnumerable<InstallFolder> Python()
    {
        var program = ProgramOf(RuntimeFamily.Python);
        return
        [
            new("pyenv", _places.Pyenv, program),
            new("uv", _places.Uv, program) { NamePrefix = "cpython-" },
            new("uv", _places.OtherUv, program) { NamePrefix = "cpython-" },
            .. Plugins("python", "python", program),
            ToolCached("Python", program),
            Brewed("python@", "bin/python{0}"),
            .. PythonOfSystem(),
        ];
    }

    private IEnumerable<InstallFolder> PythonOfSystem() =>
        OperatingSystem.IsMacOS() ? [OfSystem("/Library/Frameworks/Python.framework/Versions", "bin/python3")]
        : OperatingSystem.IsWindows() ?
        [
            PythonOfWindows(Path.Join(_places.LocalAppData, "Programs/Python")),
            PythonOfWindows(_places.ProgramFiles),
            PythonOfWindows("C:/"),
        ]
        : [];

    private static InstallFolder PythonOfWindows(string folder) =>
        OfSystem(folder, ProgramOf(RuntimeFamily.Python)) with { NamePrefix = "Python", IsCompact = true };

    private IEnumerable<InstallFolder> Ruby()
    {
        var program = ProgramOf(RuntimeFamily.Ruby);
        return
        [
            new("rbenv", _places.Rbenv, program),
            new("rvm", _places.Rvm, program) { NamePrefix = "ruby-" },
            new("chruby", _places.InHome(".rubies"), program) { NamePrefix = "ruby-" },
            .. Plugins("ruby", "ruby", program),
            ToolCached("Ruby", program),
            Brewed("ruby@", program),
            OperatingSystem.IsWindows()
                ? OfSystem("C:/", program) with { NamePrefix = "Ruby", IsCompact = true }
                : OfSystem("/opt/rubies", program) with { NamePrefix = "ruby-" },
        ];
    }

    private IEnumerable<InstallFolder> Java()
    {
        var program = ProgramOf(RuntimeFamily.Java);
        return
        [
            new("sdkman", _places.Sdkman, program),
            new("jenv", _places.Jenv, program),
            .. Plugins("java", "java", program),
            new("jdks", _places.InHome(".jdks"), program),
            new("gradle", _places.InHome(".gradle/jdks"), program),
            Brewed("openjdk", program),
            .. JavaOfSystem(program),
        ];
    }

    private IEnumerable<InstallFolder> JavaOfSystem(string program) =>
        OperatingSystem.IsWindows()
            ? JavaVendorsOfWindows.Select(vendor => OfSystem(Path.Join(_places.ProgramFiles, vendor), program))
        : OperatingSystem.IsMacOS() ? [JavaOfMac("/"), JavaOfMac(_places.InHome(""))]
        : JavaFoldersOfLinux.Select(folder => OfSystem(folder, program));

    private static InstallFolder JavaOfMac(string root) =>
        OfSystem(Path.Join(root, "Library/Java/JavaVirtualMachines"), "Contents/Home/bin/java");

    private IEnumerable<InstallFolder> Dotnet() =>
    [
        DotnetIn(host.FindText("DOTNET_ROOT"), "DOTNET_ROOT", CandidateGroup.Chosen),
        DotnetIn(_places.InHome(".dotnet"), ".dotnet", CandidateGroup.VersionManager),
        DotnetIn(Path.Join(_places.Mise, "dotnet-root"), "mise", CandidateGroup.VersionManager),
        .. DotnetRootsOfSystem().Select(root => DotnetIn(root, "system", CandidateGroup.System)),
    ];

    private string[] DotnetRootsOfSystem() =>
        OperatingSystem.IsWindows() ? [Path.Join(_places.ProgramFiles, "dotnet")]
        : OperatingSystem.IsMacOS() ? ["/usr/local/share/dotnet", Path.Join(_places.Homebrew, "dotnet/libexec")]
        : DotnetRootsOfLinux;

    private IEnumerable<InstallFolder> Plugins(string asdf, string mise, string program) =>
    [
        new("asdf", Path.Join(_places.Asdf, asdf), program),
        new("mise", Path.Join(_places.Mise, "installs", mise), program),
    ];

    private InstallFolder ToolCached(string name, string program) =>
        OfSystem(Path.Join(_places.ToolCache, name), Path.Join(ToolCacheArchitecture, program));

    private InstallFolder Brewed(string prefix, string program) =>
        new("homebrew", _places.Homebrew, program) { NamePrefix = prefix, Group = CandidateGroup.System };

    private static InstallFolder OfSystem(string folder, string program) =>
        new("system", folder, program) { Group = CandidateGroup.System };

    /// <summary>
    /// Managers whose root no variable names, but whose shims are on PATH. Plain loops: this is on the way of every
    /// invocation, where a query costs 40 µs to set up.
    /// </summary>
    private List<InstallFolder> ShimRoots(string program, params ReadOnlySpan<string> folders)
    {
        List<InstallFolder> found = [];
        foreach (var shims in SearchPath)
        {
            if (Path.GetFileName(shims.AsSpan()) is "shims" && Path.GetDirectoryName(shims) is { } root)
            {
                foreach (var folder in folders)
                {
                    found.Add(new(Path.GetFileName(root).TrimStart('.'), Path.Join(root, folder), program));
                }
            }
        }

        return found;
    }

    /// <summary>In WSL the folders of Windows hold no programs of ours, and each look into them takes 0.3 ms.</summary>
    private static string[] SearchPathOf(HostEnvironment host) => host.FindText("WSL_DISTRO_NAME") is null
        ? [.. host.SearchPath]
        : [.. host.SearchPath.Where(folder => !folder.StartsWith("/mnt/", StringComparison.Ordinal))];
}
