using System.Runtime.InteropServices;

namespace Samlet.Runtimes.Interpreters;

/// <summary>Where version managers and installers put things: by their variables, else by their defaults.</summary>
internal sealed class InstallPlaces(HostEnvironment host)
{
    public static string ToolCacheArchitecture =>
        RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64";

    public string Nvm => OperatingSystem.IsWindows()
        ? host.FindText("NVM_HOME") ?? Path.Join(AppData, "nvm")
        : Path.Join(host.FindText("NVM_DIR") ?? ConfiguredNvm ?? InHome(".nvm"), "versions/node");

    public string Fnm => Path.Join(host.FindText("FNM_DIR") ?? DefaultFnm, "node-versions");

    /// <summary>Where fnm was before it followed the platforms.</summary>
    public string OldFnm => InHome(".fnm/node-versions");

    public string Volta =>
        host.FindText("VOLTA_HOME") ?? OnPlatform(Path.Join(LocalAppData, "Volta"), InHome(".volta"));

    public string Nodenv => Path.Join(host.FindText("NODENV_ROOT") ?? InHome(".nodenv"), "versions");

    public string N => Path.Join(host.FindText("N_PREFIX") ?? "/usr/local", "n/versions/node");

    public string Pyenv => Path.Join(
        host.FindText("PYENV_ROOT") ?? host.FindText("PYENV") ?? InHome(OnPlatform(".pyenv/pyenv-win", ".pyenv")),
        "versions");

    public string Uv =>
        host.FindText("UV_PYTHON_INSTALL_DIR") ?? Path.Join(OnPlatform(AppData, Data), "uv/python");

    /// <summary>Windows: uv's documentation names another folder than its installations are found in.</summary>
    public string OtherUv => OnPlatform(Path.Join(AppData, "uv/data/python"), "");

    public string Rbenv => Path.Join(host.FindText("RBENV_ROOT") ?? InHome(".rbenv"), "versions");

    public string Rvm => Path.Join(host.FindText("rvm_path") ?? InHome(".rvm"), "rubies");

    public string Sdkman => Path.Join(host.FindText("SDKMAN_DIR") ?? InHome(".sdkman"), "candidates/java");

    public string Jenv => Path.Join(host.FindText("JENV_ROOT") ?? InHome(".jenv"), "versions");

    public string Asdf => Path.Join(host.FindText("ASDF_DATA_DIR") ?? InHome(".asdf"), "installs");

    public string Mise => host.FindText("MISE_DATA_DIR") ?? Path.Join(OnPlatform(LocalAppData, Data), "mise");

    /// <summary>What hosted build machines bring along.</summary>
    public string ToolCache =>
        host.FindText("RUNNER_TOOL_CACHE") ?? host.FindText("AGENT_TOOLSDIRECTORY")
        ?? OnPlatform("C:/hostedtoolcache/windows", "/opt/hostedtoolcache");

    public string Homebrew => Path.Join(host.FindText("HOMEBREW_PREFIX") ?? DefaultHomebrew, "opt");

    public string ProgramFiles => host.FindText("ProgramFiles") ?? "C:/Program Files";

    public string LocalAppData => host.FindText("LOCALAPPDATA") ?? InHome("AppData/Local");

    private string AppData => host.FindText("APPDATA") ?? InHome("AppData/Roaming");

    private string Data => host.FindText("XDG_DATA_HOME") ?? InHome(".local/share");

    private string? ConfiguredNvm =>
        Path.Join(host.FindText("XDG_CONFIG_HOME"), "nvm") is ['/', ..] folder && Directory.Exists(folder)
            ? folder
            : null;

    private string DefaultFnm => OperatingSystem.IsMacOS()
        ? InHome("Library/Application Support/fnm")
        : Path.Join(OnPlatform(AppData, Data), "fnm");

    private static string DefaultHomebrew =>
        OperatingSystem.IsLinux() ? "/home/linuxbrew/.linuxbrew"
        : RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "/opt/homebrew"
        : "/usr/local";

    /// <summary>Where Windows and the Unixes differ.</summary>
    public static string OnPlatform(string windows, string unix) => OperatingSystem.IsWindows() ? windows : unix;

    public string InHome(string path) => Path.Join(host.HomeFolder, path);
}
