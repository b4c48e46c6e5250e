using Samlet.Runtimes.Interpreters;
using Samlet.Sandboxes.Native;

namespace Samlet.Runtimes.Debugging;

/// <summary>
/// Lets debugpy wait in Samlet's bootstrap. It is looked for in `--debugger-path`, the function and its layers, the
/// interpreter, the user's own packages and the extensions of editors that bring it along. A function that has another
/// debugger (pydevd, ptvsd) starts that itself, and so do arguments that start a module.
/// </summary>
internal sealed class PythonDebugger(DebugRequest request, HostEnvironment host)
{
    private const string Question =
        "import importlib.util, site; print(importlib.util.find_spec('debugpy') is not None); "
        + "print(site.getusersitepackages())";

    private static readonly string[] OtherDebuggers = ["pydevd", "pydevd_pycharm", "ptvsd"];
    private static readonly string[] EditorFolders = [".vscode", ".vscode-server", ".cursor", ".windsurf"];

    public async Task<RuntimeCommand> PrepareAsync(
        RuntimeCommand command, Interpreter interpreter, RuntimeFolders folders, CancellationToken cancellationToken)
    {
        // Without -S, which is for speed, the interpreter's packages are there for what the arguments start.
        string[] arguments = [.. command.Arguments.Where(static argument => argument != "-S")];
        var options = StartsModule ? [] : await OptionsAsync(interpreter, folders, cancellationToken);
        return command with { Arguments = [.. arguments[..^1], .. options, .. request.Arguments, arguments[^1]] };
    }

    private bool StartsModule => request.Arguments.Contains("-m");

    private async Task<IReadOnlyList<string>> OptionsAsync(
        Interpreter interpreter, RuntimeFolders folders, CancellationToken cancellationToken)
    {
        string[] own = [folders.Task, .. folders.Layers.Select(static layer => Path.Join(layer, "python"))];
        // Breakpoints are missed in modules that Python carries frozen.
        string[] wait = ["-X", "frozen_modules=off", "-X", $"samlet.debug-port={request.Port}"];
        if (request.DebuggerFolder is { } given)
        {
            return HasDebugpy(given) ? [.. wait, "-X", $"samlet.debugger={given}"] : throw Missing(given);
        }

        if (own.Any(HasDebugpy))
        {
            return wait;
        }

        if (own.Any(static folder => Array.Exists(OtherDebuggers, name => IsModule(folder, name))))
        {
            return [];
        }

        var found = await FindAsync(interpreter, cancellationToken);
        return found is not { } folder ? throw Missing(interpreter.Program)
            : folder.Length == 0 ? wait
            : [.. wait, "-X", $"samlet.debugger={folder}"];
    }

    /// <summary>The folder of debugpy: empty when the interpreter finds it itself, null when it is nowhere.</summary>
    private async Task<string?> FindAsync(Interpreter interpreter, CancellationToken cancellationToken)
    {
        var call = new ProgramCall(interpreter.Program, ["-c", Question])
        {
            Environment = new Dictionary<string, string> { ["HOME"] = host.HomeFolder },
        };
        var answer = await ProgramOutput.ReadAsync(call, cancellationToken);
        if (answer?.Output.Split('\n', StringSplitOptions.TrimEntries) is not [var isThere, var userFolder, ..])
        {
            return null;
        }

        // What is in the user's own folder is found by the question, but not by a function, which has no home.
        return HasDebugpy(userFolder) ? userFolder
            : isThere == "True" ? ""
            : EditorExtensions().FirstOrDefault(HasDebugpy);
    }

    /// <summary>The newest first.</summary>
    private IEnumerable<string> EditorExtensions() =>
        from editor in EditorFolders
        let extensions = Path.Join(host.HomeFolder, editor, "extensions")
        where Directory.Exists(extensions)
        from extension in Directory.EnumerateDirectories(extensions, "ms-python.debugpy-*")
            .OrderByDescending(Directory.GetLastWriteTimeUtc)
        select Path.Join(extension, "bundled", "libs");

    private static bool HasDebugpy(string folder) => IsModule(folder, "debugpy");

    private static bool IsModule(string folder, string name) =>
        File.Exists(Path.Join(folder, name, "__init__.py")) || File.Exists(Path.Join(folder, $"{name}.py"));

    private static UserErrorException Missing(string place) => new(
        $"the debugger `debugpy` was not found in `{place}`",
        "install it with `python3 -m pip install debugpy`, or name the folder that has it with --debugger-path");
}
