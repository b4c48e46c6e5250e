using Samlet.Cli.Editors;
using Samlet.Credentials;
using Samlet.Functions;
using Samlet.Runtimes.Debugging;

namespace Samlet.Cli;

/// <summary>One `debug-config`: reads the templates and writes the files of the editor.</summary>
internal sealed class DebugConfigRun(DebugConfigOptions options, Composition composition)
{
    private readonly CommandLineContext _context = composition.Context;

    public Task<ExitCode> RunAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var session = AwsSession.Open(
            composition.Host, options.Environment.Profile, options.Environment.Region, composition.Time);
        var targets = FindTargets(TemplateLoader.Load(options.Template, _context.WorkingFolder, session));
        if (targets.Count == 0)
        {
            throw new UserErrorException("no function of the template can be debugged", "see `samlet describe`");
        }

        foreach (var file in FilesOf(targets))
        {
            Write(file);
            _context.Print($"wrote {file.Path}\n");
        }

        return Task.FromResult(ExitCode.Success);
    }

    private List<DebugTarget> FindTargets(FunctionSet functions)
    {
        List<DebugTarget> targets = [];
        foreach (var function in SelectFrom(functions))
        {
            if (LanguageOf(function) is { } language)
            {
                targets.Add(TargetOf(function, language, options.FirstPort + targets.Count));
            }
            else
            {
                _context.Reporter.Warning($"`{function.Path}` is left out: no debugger for it is known");
            }
        }

        return targets;
    }

    private IEnumerable<Function> SelectFrom(FunctionSet functions)
    {
        if (options.Function is null)
        {
            return functions.Entries.Select(functions.Read)
                .Where(static function => function.Condition is null or { Value: true });
        }

        List<string> warnings = [];
        var function = functions.Select(options.Function, warnings);
        warnings.ForEach(_context.Reporter.Warning);
        return [function];
    }

    private static DebugLanguage? LanguageOf(Function function)
    {
        if (function.Code is CodeSource.Image || !RuntimeIdentifier.TryParse(function.Runtime, out var runtime))
        {
            return null;
        }

        return runtime.Family switch
        {
            RuntimeFamily.Node => DebugLanguage.Nodejs,
            RuntimeFamily.Python => DebugLanguage.Python,
            RuntimeFamily.Java => DebugLanguage.Java,
            RuntimeFamily.Dotnet => DebugLanguage.Dotnet,
            RuntimeFamily.Ruby => DebugLanguage.Ruby,
            _ => NativeLanguageOf(function.Code),
        };
    }

    /// <summary>By the program, or by what it is built from when it is not there yet.</summary>
    private static DebugLanguage? NativeLanguageOf(CodeSource code)
    {
        if (code is not CodeSource.Folder(var folder))
        {
            return null;
        }

        var program = Path.Join(folder, "bootstrap");
        if (File.Exists(program))
        {
            return ProgramFormatReader.Read(program) switch
            {
                ProgramFormat.Go => DebugLanguage.Go,
                ProgramFormat.Native => DebugLanguage.Native,
                _ => null,
            };
        }

        return File.Exists(Path.Join(folder, "go.mod")) ? DebugLanguage.Go
            : File.Exists(Path.Join(folder, "Cargo.toml")) ? DebugLanguage.Native
            : null;
    }

    private DebugTarget TargetOf(Function function, DebugLanguage language, int port) =>
        new(function.Path, language, port, CommandFor(function, port))
        {
            Program = function.Code is CodeSource.Folder(var folder) ? Path.Join(folder, "bootstrap") : null,
        };

    private IReadOnlyList<string> CommandFor(Function function, int port) =>
    [
        ProgramName(), "local", "invoke", function.Path, "--debug-port", $"{port}",
        .. options.Template.Files.SelectMany(static file => (string[])["--template", file]),
        .. EventFile() is { } file ? (string[])["--event", file] : [],
    ];

    /// <summary>The plain name where the shell finds it, so that the files serve everybody in a team.</summary>
    private string ProgramName()
    {
        var name = OperatingSystem.IsWindows() ? "samlet.exe" : "samlet";
        return composition.Host.SearchPath.Any(folder => File.Exists(Path.Join(folder, name)))
            ? "samlet"
            : Environment.ProcessPath ?? "samlet";
    }

    private string? EventFile() => ((string[])["event.json", "events/event.json"])
        .FirstOrDefault(file => File.Exists(Path.Join(_context.WorkingFolder, file)));

    private IReadOnlyList<EditorFile> FilesOf(IReadOnlyList<DebugTarget> targets) => options.Editor == "vscode"
        ? VsCodeFiles.Of(targets, Read)
        : JetBrainsFiles.Of(targets);

    private string? Read(string path)
    {
        var file = Path.Join(_context.WorkingFolder, path);
        return File.Exists(file) ? File.ReadAllText(file) : null;
    }

    /// <summary>Whole or not at all.</summary>
    private void Write(EditorFile file)
    {
        var path = Path.Join(_context.WorkingFolder, file.Path);
        var beside = $"{path}.new";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!); // Below the working folder, so never a root.
            File.WriteAllText(beside, file.Content);
            File.Move(beside, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"cannot write `{file.Path}`: {error.Message}", hint: null, error);
        }
    }
}
