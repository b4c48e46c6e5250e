using Samlet.Credentials;
using Samlet.Functions;
using Samlet.Runtimes.Interpreters;
using Samlet.Runtimes.Packages;

namespace Samlet.Cli;

/// <summary>The commands of `samlet runtime`.</summary>
internal sealed class RuntimeRun(Composition composition)
{
    private readonly CommandLineContext _context = composition.Context;
    private readonly PackageStore _store = new(composition.Cache);

    public async Task<ExitCode> InstallAsync(RuntimeInstallOptions options, CancellationToken cancellationToken)
    {
        var runtime = options.Runtime;
        if (PackageInstaller.ReasonForNothing(runtime) is { } reason)
        {
            _context.Reporter.Line($"nothing to install: {reason}");
            return ExitCode.Success;
        }

        var names = PackageName.Join(runtime, _store.Read(runtime)?.Names ?? [], Choose(options));
        var choice = await composition.Interpreters.LocateAsync(
            runtime, RuntimeVersionPolicy.Nearest, cancellationToken);
        _context.Reporter.Warn(choice.Warning is { } warning ? new Warning(warning) : null);
        _context.Reporter.Line($"installing for {runtime.Name}: {string.Join(", ", names)}");
        var installer = new PackageInstaller(_store, composition.Sandboxes, composition.Host, Show);
        await installer.InstallAsync(
            runtime, choice.Interpreter, names, _context.WorkingFolder, cancellationToken);
        Print(_store.Read(runtime)!); // It has just been installed.
        return ExitCode.Success;
    }

    public Task<ExitCode> ListAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var all = _store.ReadAll();
        foreach (var installed in all)
        {
            Print(installed);
        }

        if (all.Count == 0)
        {
            _context.Reporter.Line("no packages are installed; see `samlet runtime install --help`");
        }

        return Task.FromResult(ExitCode.Success);
    }

    public Task<ExitCode> RemoveAsync(RuntimeIdentifier runtime, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_store.Find(runtime) is null)
        {
            throw new UserErrorException(
                $"no packages are installed for {runtime.Name}", "`samlet runtime list` shows what is");
        }

        using var hold = _store.Lock(runtime);
        _store.Remove(runtime);
        return Task.FromResult(ExitCode.Success);
    }

    private IReadOnlyList<PackageName> Choose(RuntimeInstallOptions options)
    {
        var names = options.Packages is [_, ..] given ? given
            : FindImported(options) is [_, ..] imported ? imported
            : UsualPackages.Of(options.Runtime);
        return [.. names.Select(name => PackageName.Parse(options.Runtime, name))];
    }

    private IReadOnlyList<string> FindImported(RuntimeInstallOptions options)
    {
        FunctionSet functions;
        try
        {
            var session = AwsSession.Open(
                composition.Host, options.Environment.Profile, options.Environment.Region, composition.Time);
            functions = TemplateLoader.Load(options.Template, _context.WorkingFolder, session);
        }
        catch (UserErrorException) when (options.Template.Files.Count == 0)
        {
            return []; // No project is here, so what its functions import cannot be known.
        }

        var folders = functions.Entries.Select(functions.Read)
            .Where(function => RuntimeIdentifier.TryParse(function.Runtime, out var runtime)
                && runtime.Family == options.Runtime.Family)
            .Select(static function => (function.Code as CodeSource.Folder)?.Path)
            .OfType<string>();
        return ImportedPackages.Find(options.Runtime, folders);
    }

    private void Print(InstalledPackages installed) =>
        _context.Print($"{installed.Runtime.Name}\t{installed.Folder}\t{string.Join(' ', installed.Names)}\n");

    private void Show(ReadOnlySpan<byte> bytes) => _context.Terminal.Error.Write(bytes);
}
