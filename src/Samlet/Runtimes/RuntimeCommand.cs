using Samlet.Functions;
using Samlet.Runtimes.Interpreters;

namespace Samlet.Runtimes;

/// <summary>The program that drives a function, and its arguments; or why there is none.</summary>
internal sealed record RuntimeCommand(string Program, IReadOnlyList<string> Arguments)
{
    private const string BootstrapName = "bootstrap";

    private static readonly (int Major, int Minor, int Patch) OldestNode = (16, 0, 0);
    private static readonly (int Major, int Minor, int Patch) OldestPython = (3, 8, 0);
    private static readonly (int Major, int Minor, int Patch) OldestRuby = (3, 0, 0);

    public StartFailure? Failure { get; init; }

    /// <summary>The program is told of descriptor 3 by its arguments, as a connection to the Runtime API.</summary>
    public bool InheritsConnection { get; init; }

    /// <summary>For managed runtimes: an interpreter that runs the bootstrap of its language.</summary>
    /// <param name="interpreter">The program to run.</param>
    /// <param name="bootstrap">The folder of the language's bootstrap.</param>
    /// <param name="folders">Code and layers.</param>
    /// <param name="isIsolated">Whether /opt is the real one.</param>
    public static RuntimeCommand Managed(
        Interpreter interpreter, string bootstrap, RuntimeFolders folders, bool isIsolated)
    {
        RequireRecent(interpreter);
        return interpreter.Family switch
        {
            RuntimeFamily.Node => new(interpreter.Program, [Path.Join(bootstrap, "bootstrap.cjs")]),
            RuntimeFamily.Python => new(
                interpreter.Program,
                [.. PythonOptions(folders, isIsolated), Path.Join(bootstrap, "bootstrap.py")]),
            RuntimeFamily.Ruby => new(interpreter.Program, [Path.Join(bootstrap, "bootstrap.rb")]),
            var family => throw new UserErrorException($"functions in {family} cannot be run yet"),
        };
    }

    /// <summary>The bootstraps are written for the versions that Lambda still runs, and a few older ones.</summary>
    private static void RequireRecent(Interpreter interpreter)
    {
        var oldest = interpreter.Family switch
        {
            RuntimeFamily.Node => OldestNode,
            RuntimeFamily.Python => OldestPython,
            _ => OldestRuby,
        };
        if (InterpreterVersion.Parse(interpreter.Version) is { } version && version.Order.CompareTo(oldest) < 0)
        {
            throw new UserErrorException(
                $"`{interpreter.Program}` is version {interpreter.Version}, and Samlet needs {oldest.Major}.{oldest.Minor} or later",
                "install a later version, or choose one with --runtime");
        }
    }

    /// <summary>
    /// `bootstrap.py` says what they mean. They stand in front of the file, because wrapper scripts put options of
    /// their own before the last argument (Lambda developer guide, Modifying the runtime environment).
    /// </summary>
    private static string[] PythonOptions(RuntimeFolders folders, bool isIsolated) =>
    [
        "-S",
        .. isIsolated ? [] : (string[])["-X", $"samlet.layers={string.Join('\n', folders.Layers)}"],
        .. folders.CompiledCode is null ? [] : (string[])["-X", $"samlet.code-cache={folders.CompiledCode}"],
        .. folders.Packages is null ? [] : (string[])["-X", $"samlet.packages={folders.Packages}"],
    ];

    /// <summary>For custom runtimes: `bootstrap` of the code, else of the layers.</summary>
    public static RuntimeCommand Custom(RuntimeFolders folders)
    {
        foreach (var folder in (IEnumerable<string>)[folders.Task, .. folders.Layers.Reverse()])
        {
            var program = Path.Join(folder, BootstrapName);
            if (File.Exists(program))
            {
                return new RuntimeCommand(program, []);
            }
        }

        return new RuntimeCommand(BootstrapName, [])
        {
            Failure = new StartFailure(
                FunctionErrorType.InvalidEntrypoint,
                "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]"),
        };
    }

    /// <summary>The same with options of the interpreter in front of the bootstrap.</summary>
    public RuntimeCommand WithFlags(IReadOnlyList<string> flags) => this with { Arguments = [.. flags, .. Arguments] };

    /// <summary>
    /// Managed runtimes start through AWS_LAMBDA_EXEC_WRAPPER, a program that ends in starting its arguments.
    /// </summary>
    public RuntimeCommand WrappedBy(string? wrapper, Func<string, string> real)
    {
        if (string.IsNullOrEmpty(wrapper))
        {
            return this;
        }

        var file = real(wrapper);
        var (problem, status) = !File.Exists(file) ? ("does not exist", 127)
            : !IsExecutable(file) ? ("is not an executable", 126)
            : (null, 0);
        return this with
        {
            Program = wrapper,
            Arguments = [Program, .. Arguments],
            Failure = problem is null
                ? Failure
                : new StartFailure(FunctionErrorType.ExitError, $"Runtime exited with error: exit status {status}")
                {
                    LogLine = $"{wrapper}: {problem}",
                },
        };
    }

    private static bool IsExecutable(string file) =>
        OperatingSystem.IsWindows()
        || (File.GetUnixFileMode(file)
            & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;
}
