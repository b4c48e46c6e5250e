using Samlet.Functions;
using Samlet.Sandboxes.Native;

namespace Samlet.Runtimes.Interpreters;

/// <summary>
/// What a program says about itself: version, the program that really runs, folder of the installation.
/// </summary>
internal sealed record ProgramAnswer(InterpreterVersion Version, string Program, string Prefix);

/// <summary>Runs a program once to learn what its path does not tell.</summary>
internal sealed class InterpreterProbe(HostEnvironment host)
{
    private const string NodeQuestion = "console.log(process.version); console.log(process.execPath)";

    // Python 2 must understand it as well; inside a virtual environment `base_prefix` is the installation behind it.
    private const string PythonQuestion =
        "import sys; print('.'.join(map(str, sys.version_info[:3]))); print(sys.executable); "
        + "print(getattr(sys, 'base_prefix', sys.prefix))";

    private const string RubyQuestion = "puts RUBY_VERSION, RbConfig.ruby, RbConfig::CONFIG['prefix']";

    // A shim finds what it stands for through these; nothing else of the shell reaches the program.
    private static readonly string[] Variables =
    [
        "PATH", "HOME", "TMPDIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME",
        "USERPROFILE", "APPDATA", "LOCALAPPDATA", "ProgramFiles", "SystemRoot", "PATHEXT", "TEMP", "TMP",
        "PYENV_ROOT", "PYENV_VERSION", "RBENV_ROOT", "RBENV_VERSION", "NODENV_ROOT", "NODENV_VERSION",
        "ASDF_DIR", "ASDF_DATA_DIR", "MISE_DATA_DIR", "VOLTA_HOME", "NVM_DIR", "SDKMAN_DIR", "JENV_ROOT",
    ];

    /// <summary>Null when the program does not run or is something else.</summary>
    public async Task<ProgramAnswer?> AskAsync(
        RuntimeFamily family, string program, CancellationToken cancellationToken)
    {
        var call = new ProgramCall(program, Question(family, program)) { Environment = Environment() };
        var output = await ProgramOutput.ReadAsync(call, cancellationToken);
        if (output is not { ExitCode: 0 })
        {
            return null;
        }

        return family switch
        {
            RuntimeFamily.Java => ReadJava(output.ErrorOutput),
            RuntimeFamily.Dotnet => ReadDotnet(output.Output),
            _ => ReadLines(output.Output.Split('\n', StringSplitOptions.TrimEntries), program),
        };
    }

    private static string[] Question(RuntimeFamily family, string program) => family switch
    {
        RuntimeFamily.Node when IsNodeItself(program) => ["--version"],
        RuntimeFamily.Node => ["-e", NodeQuestion],
        RuntimeFamily.Python => ["-S", "-E", "-s", "-c", PythonQuestion],
        RuntimeFamily.Ruby => ["--disable-gems", "-rrbconfig", "-e", RubyQuestion],
        RuntimeFamily.Java => ["-XshowSettings:properties", "-version"],
        _ => ["--list-runtimes"],
    };

    /// <summary>
    /// `--version` answers in 2 ms, a script in 40; only Node's own program need not tell where it is.
    /// </summary>
    private static bool IsNodeItself(string program)
    {
        var real = RealPath.Of(program);
        return Path.GetFileName(real).StartsWith("node", StringComparison.Ordinal) && !IsScript(real);
    }

    private static bool IsScript(string program)
    {
        try
        {
            using var file = File.OpenRead(program);
            return file.ReadByte() == '#';
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return true; // Runnable yet unreadable: the full question is right for anything.
        }
    }

    private static ProgramAnswer? ReadLines(string[] lines, string program)
    {
        if (InterpreterVersion.Parse(lines[0]) is not { } version)
        {
            return null;
        }

        var told = lines is [_, { Length: > 0 } path, ..] ? path : program;
        var real = VirtualEnvironment.FolderOf(told) is null ? RealPath.Of(told) : told;
        var prefix = lines is [_, _, { Length: > 0 } folder, ..] ? folder : InstallPrefix.Of(real);
        return new ProgramAnswer(version, real, prefix);
    }

    /// <summary>
    /// Lines such as `    java.home = /usr/lib/jvm/java-21`; Java 8 names the runtime inside its kit.
    /// </summary>
    private static ProgramAnswer? ReadJava(string settings)
    {
        if (JavaSetting(settings, "java.home") is not { } runtime
            || InterpreterVersion.Parse(JavaSetting(settings, "java.version")) is not { } version)
        {
            return null;
        }

        var program = InstallFolders.ProgramOf(RuntimeFamily.Java);
        var home = JavaHome.Of(Path.Join(runtime, program));
        return new ProgramAnswer(version, Path.Join(home, program), home);
    }

    private static string? JavaSetting(string settings, string name)
    {
        var pairs = settings.Split('\n').Select(line => line.Split('=', 2, StringSplitOptions.TrimEntries));
        return pairs.FirstOrDefault(pair => pair is [var key, { Length: > 0 }] && key == name)?[1];
    }

    /// <summary>
    /// Lines such as `Microsoft.NETCore.App 10.0.12 [/usr/share/dotnet/shared/Microsoft.NETCore.App]`, the newest last.
    /// </summary>
    private static ProgramAnswer? ReadDotnet(string runtimes)
    {
        var lines = runtimes.Split('\n', StringSplitOptions.TrimEntries).Select(line => line.Split(' ', 3));
        var newest = lines.LastOrDefault(line => line is ["Microsoft.NETCore.App", ..]);
        if (newest is not [_, var text, ['[', .. var shared, ']']] || InterpreterVersion.Parse(text) is not { } version)
        {
            return null;
        }

        var root = Path.GetFullPath(Path.Join(shared, "..", ".."));
        return new ProgramAnswer(version, Path.Join(root, InstallFolders.ProgramOf(RuntimeFamily.Dotnet)), root);
    }

    private Dictionary<string, string> Environment()
    {
        Dictionary<string, string> environment = [];
        foreach (var name in Variables)
        {
            if (host.Find(name) is { } value)
            {
                environment[name] = value;
            }
        }

        return environment;
    }
}
