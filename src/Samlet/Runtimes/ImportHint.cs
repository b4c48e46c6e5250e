using Samlet.Functions;

namespace Samlet.Runtimes;

/// <summary>
/// What to do when a function's code cannot import something: most often a build step has not run, or the package is
/// one that Lambda's runtimes carry and this computer does not.
/// </summary>
internal sealed class ImportHint
{
    private readonly Function _function;
    private readonly RuntimeIdentifier _runtime;
    private readonly ImportFailure _failure;
    private readonly CodeManifest _manifest;

    private ImportHint(Function function, RuntimeIdentifier runtime, ImportFailure failure, CodeManifest manifest)
    {
        _function = function;
        _runtime = runtime;
        _failure = failure;
        _manifest = manifest;
    }

    private bool HasBuildStep => _function.BuildMethod is not null && !_manifest.IsBuilt;

    private bool HasOwnFolder => _function.Code is CodeSource.Folder;

    private string Package => _failure.Package;

    /// <summary>The text of the hint; null when the error is another or nothing certain can be said.</summary>
    public static string? For(Function function, string codeFolder, ReadOnlyMemory<byte> errorObject) =>
        RuntimeIdentifier.TryParse(function.Runtime, out var runtime)
        && ImportFailure.Read(runtime.Family, errorObject) is { } failure
            ? runtime.Family == RuntimeFamily.Java
                ? MissingClassHint.For(function, codeFolder, failure)
                : new ImportHint(function, runtime, failure, CodeManifest.Of(runtime.Family, codeFolder)).Text()
            : null;

    private string? Text()
    {
        var isHandler = _failure.IsHandlerOf(_function);
        return isHandler && _manifest.TypeScriptFile(_function.Handler) is { } source
            ? $"`{source}` is TypeScript, and Lambda runs JavaScript: {CompileCommand()}, then invoke again"
            : isHandler || _failure.IsFile ? BuildStep()
            : LiesAbove() ?? NotInstalled() ?? CarriedByLambda() ?? NotDeclared() ?? BuildStep();
    }

    private string CompileCommand() =>
        HasBuildStep ? "run `sam build`"
        : _manifest.HasBuildScript ? $"run `npm run build` in `{_manifest.Folder}`"
        : "compile it, or give the function a BuildMethod and run `sam build`";

    private string? BuildStep() => HasBuildStep ? StepOf(_function) : null;

    /// <summary>For a function that is to be built first.</summary>
    public static string StepOf(Function function) =>
        $"`{function.LogicalId}` has a build step ({function.BuildMethod}): run `sam build`, then invoke again";

    private string? LiesAbove() =>
        HasOwnFolder && !_manifest.IsBuilt && _manifest.PackagesAbove(Package) is { } packages
        ? $"`{Package}` is in `{packages}`, and Lambda gets only what is in `{_manifest.Folder}`: run `sam build`, "
            + "or `--sandbox process` runs the code as it lies"
        : null;

    private string? NotInstalled() => HasOwnFolder && !_manifest.IsBuilt && _manifest.Declares(Package)
        ? $"`{Package}` is in `{_manifest.Path}` and not installed: run `sam build`"
            + (HasBuildStep ? "" : $" or {_manifest.InstallCommand}")
        : null;

    private string? CarriedByLambda() =>
        CarriedPackages.Contains(_runtime, Package)
            ? $"Lambda carries `{Package}` in {_runtime.Name}, and this computer does not: "
                + $"run `samlet runtime install {_runtime.Name}{PackageArgument}`"
        : _runtime.Family == RuntimeFamily.Node && Package == "aws-sdk"
            ? $"{_runtime.Name} carries no `aws-sdk` (version 2), on Lambda neither: {HowToAdd}, "
                + "or move to `@aws-sdk/client-…`"
        : null;

    /// <summary>The SDK for Python is one package, and version 2 for Node.js was.</summary>
    private string PackageArgument =>
        _runtime.Family == RuntimeFamily.Python || Package == "aws-sdk" ? "" : $" {Package}";

    private string HowToAdd => _manifest.IsBuilt
        ? $"run `npm install {Package}` in the project, then `sam build`"
        : $"run `npm install {Package}` in `{_manifest.Folder}`";

    private string? NotDeclared() =>
        HasBuildStep || !HasOwnFolder || _function.Layers.Count > 0 ? null
        : _manifest.IsBuilt
            ? $"`sam build` did not install `{Package}`: add it to the project's `{_manifest.Name}` and build again"
        : !_manifest.Exists ? null
        : _runtime.Family == RuntimeFamily.Node
            ? $"`{Package}` is not in `{_manifest.Path}`: run `npm install {Package}` in `{_manifest.Folder}`"
        : $"install what `{_manifest.Path}` lists, `{Package}` among it: run `sam build` or {_manifest.InstallCommand}";
}
