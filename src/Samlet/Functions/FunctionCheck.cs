namespace Samlet.Functions;

/// <summary>
/// What is wrong with a function as a whole, as diagnostics and as the error that stops its invocation.
/// </summary>
internal static class FunctionCheck
{
    public static void Report(Function function, FunctionEntry entry, PropertyReader properties)
    {
        ResourceCheck.Report(entry.Stack.Template, entry.Resource);
        ReportMissing(function, properties);
        if (function.Runtime is { } runtime && properties.IsKnown("Runtime")
            && !RuntimeIdentifier.TryParse(runtime, out _))
        {
            properties.Report(FunctionDiagnostics.UnknownRuntime(
                runtime, properties.LocationOf("Runtime"), RuntimeIdentifier.Nearest(runtime)));
        }

        if (FindMissingCode(function.Code) is { } path)
        {
            properties.Report(FunctionDiagnostics.NoCode(function.Path, path, function.Location));
        }

        if (function is { Code: CodeSource.Inline, Handler: { } handler }
            && !handler.StartsWith("index.", StringComparison.Ordinal))
        {
            properties.Report(
                FunctionDiagnostics.InlineHandler(function.Path, handler, properties.LocationOf("Handler")));
        }
    }

    /// <summary>Throws for a function that cannot be invoked here, with what to do about it.</summary>
    public static void RequireInvocable(Function function)
    {
        if (function.Condition is { Value: false } condition)
        {
            throw new UserErrorException(
                $"function `{function.Path}` is not part of the stack: its condition `{condition.Name}` is false",
                "pass --parameter-overrides that make the condition true");
        }

        RequireCode(function);
        if (function.Code is not CodeSource.Image)
        {
            Require(function.Runtime, function, "Runtime", "nodejs22.x");
            Require(function.Handler, function, "Handler", "app.handler");
        }
    }

    private static void ReportMissing(Function function, PropertyReader properties)
    {
        if (function.Code is CodeSource.Image image)
        {
            if (image is { Uri: null, Build: null })
            {
                properties.Report(FunctionDiagnostics.NoImage(function.Path, function.Location));
            }

            return;
        }

        if (function.Handler is null && properties.IsKnown("Handler"))
        {
            properties.Report(FunctionDiagnostics.NoHandler(function.Path, function.Location));
        }

        if (function.Runtime is null && properties.IsKnown("Runtime"))
        {
            properties.Report(FunctionDiagnostics.NoRuntime(function.Path, function.Location));
        }
    }

    private static void Require(string? value, Function function, string property, string example)
    {
        if (string.IsNullOrEmpty(value))
        {
            throw new UserErrorException(
                $"function `{function.Path}` has no {property} (`{function.Location}`)", $"add {property}, for example `{example}`");
        }
    }

    private static void RequireCode(Function function)
    {
        switch (function.Code)
        {
            case CodeSource.Bucket(var address):
                throw new UserErrorException(
                    $"the code of `{function.Path}` is at `{address}`, which only the cloud has",
                    "name the local folder in CodeUri, or run `sam build` and use `.aws-sam/build/template.yaml`");
            case CodeSource.Image { Uri: null, Build: null }:
                throw new UserErrorException(
                    $"function `{function.Path}` is an image and has no ImageUri", "build the project, or add ImageUri");
            case var code when FindMissingCode(code) is { } path:
                throw new UserErrorException(
                    $"the code of `{function.Path}` is not at `{path}`",
                    File.Exists(path)
                        ? "name its folder, or a .zip or .jar file"
                        : "build the project, or correct the path");
        }
    }

    private static string? FindMissingCode(CodeSource code) => code switch
    {
        CodeSource.Folder(var path) when !Directory.Exists(path) => path,
        CodeSource.Archive(var path) when !File.Exists(path) => path,
        _ => null,
    };
}
