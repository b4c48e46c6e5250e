using Samlet.Functions;
using Samlet.Runtimes.Interpreters;

namespace Samlet.Runtimes;

/// <summary>
/// How a .NET function starts, by the rules of the service's start script: a handler with a colon is a method of a
/// class library, which our bootstrap runs in the library's own setting; one without is a program, an assembly or a
/// native one. Exit codes and messages are the script's.
/// </summary>
internal sealed class DotnetCommand(RuntimeFolders folders, string handler, string? mainAssembly)
{
    private const string Library = ".dll";
    private const string BootstrapFile = "Samlet.DotnetBootstrap.dll";
    private const string NotInstalled =
        "Error: .NET binaries for Lambda function are not correctly installed in the {0} directory of the image when the image was built. The {0} directory is missing";

    private bool IsClassLibrary => handler.Contains(':', StringComparison.Ordinal);

    private string Program => Path.Join(folders.Task, handler);

    private string ProgramAssembly => handler.EndsWith(Library, StringComparison.Ordinal) ? Program : Program + Library;

    /// <summary>A program with the runtime inside, which needs none of this computer.</summary>
    public bool IsNative =>
        handler.Length > 0 && !IsClassLibrary && !File.Exists(ProgramAssembly) && File.Exists(Program);

    /// <param name="interpreter">The `dotnet` to use; null for a native program.</param>
    /// <param name="runtime">What the template asks for.</param>
    /// <param name="bootstrap">The folder of the bootstrap.</param>
    /// <exception cref="UserErrorException">The folder holds sources.</exception>
    public RuntimeCommand Create(Interpreter? interpreter, RuntimeIdentifier runtime, string bootstrap)
    {
        if (interpreter is null)
        {
            return new RuntimeCommand(Program, []);
        }

        if (FindFault() is { } fault)
        {
            return fault;
        }

        var options = (string[])["exec", .. RollForward(interpreter, runtime)];
        return IsClassLibrary
            ? new(interpreter.Program,
            [
                .. options,
                "--depsfile", SettingsFile(".deps.json")!, // Found above.
                "--runtimeconfig", SettingsFile(".runtimeconfig.json")!,
                Path.Join(bootstrap, BootstrapFile), handler,
            ])
            : new(interpreter.Program, [.. options, ProgramAssembly]);
    }

    /// <summary>An assembly for an older version than the one at hand starts only when it is told to.</summary>
    private static string[] RollForward(Interpreter interpreter, RuntimeIdentifier runtime) =>
        InterpreterVersion.Parse(interpreter.Version) is { } version
            && InterpreterVersion.Parse(runtime.InterpreterVersion) is { } wanted
            && version.IsSameLine(RuntimeFamily.Dotnet, wanted)
            ? []
            : ["--roll-forward", "Major"];

    private RuntimeCommand? FindFault()
    {
        if (handler.Length == 0)
        {
            return Failed(103, "Error: No Lambda Handler function was specified.");
        }

        DotnetSources.RequireBuilt(folders.Task);
        if (!IsClassLibrary)
        {
            return File.Exists(ProgramAssembly)
                ? null
                : Failed(104, $"Error: executable assembly {ProgramAssembly} or binary {Program} not found.");
        }

        return !Directory.EnumerateFileSystemEntries(folders.Task).Any()
            ? Failed(102, $"{Missing}.")
            : SettingsFile(".deps.json") is null ? Failed(105, $"{Missing} the required .deps.json file.")
            : SettingsFile(".runtimeconfig.json") is null
                ? Failed(106, $"{Missing} the required .runtimeconfig.json file.")
            : null;
    }

    private string Missing => NotInstalled.Replace("{0}", folders.Task, StringComparison.Ordinal);

    /// <summary>That of the main assembly, else the only one there is.</summary>
    private string? SettingsFile(string extension)
    {
        var own = Path.Join(folders.Task, MainAssembly + extension);
        return File.Exists(own)
            ? own
            : Directory.GetFiles(folders.Task, "*" + extension) is [var only] ? only : null;
    }

    private string MainAssembly =>
        string.IsNullOrEmpty(mainAssembly) ? handler[..handler.IndexOf(':', StringComparison.Ordinal)]
        : mainAssembly.EndsWith(Library, StringComparison.Ordinal) ? mainAssembly[..^Library.Length]
        : mainAssembly;

    private static RuntimeCommand Failed(int exitCode, string message) => new("dotnet", [])
    {
        Failure = new StartFailure(
            FunctionErrorType.ExitError, $"Runtime exited with error: exit status {exitCode}")
        {
            LogLine = message,
        },
    };
}
