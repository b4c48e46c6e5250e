using System.Runtime.CompilerServices;
using Samlet.Templates.Syntax;

namespace Samlet.Templates.Intrinsics;

/// <summary>
/// `Fn::Transform` with AWS::Include: the nodes of a file whose path starts at the template's folder.
/// </summary>
internal static class Include
{
    public const string MacroName = "AWS::Include";

    private const string Expected = "`Name: AWS::Include` and a `Location` in its `Parameters`";

    public static TemplateValue? Resolve(IntrinsicResolver resolver, TemplateValue.Call call) =>
        Read(resolver, call.Argument) is { } included ? resolver.Resolve(included) : call;

    /// <summary>The file's nodes as written, or null with a diagnostic.</summary>
    public static TemplateValue? Read(IntrinsicResolver resolver, TemplateValue transform)
    {
        if (transform is not TemplateValue.Map map || map.Find("Name")?.AsText() is not { } name)
        {
            return Fail(resolver, TemplateDiagnostics.Malformed("Fn::Transform", Expected, transform.Location));
        }

        if (name != MacroName)
        {
            return Fail(resolver, TemplateDiagnostics.UnknownMacro(name, transform.Location));
        }

        if ((map.Find("Parameters") as TemplateValue.Map)?.Find("Location") is not { } location)
        {
            return Fail(resolver, TemplateDiagnostics.Malformed("Fn::Transform", Expected, transform.Location));
        }

        var text = resolver.ResolveText(location, "Fn::Transform", "a text as Location");
        return text is null ? null : Open(resolver, text);
    }

    public static TemplateValue? Open(IntrinsicResolver resolver, TemplateValue.Text location)
    {
        if (PathOf(location.Value) is not { } path)
        {
            return Fail(resolver, TemplateDiagnostics.IncludeElsewhere(location.Shown, location.Location));
        }

        try
        {
            var mayRead = RuntimeHelpers.TryEnsureSufficientExecutionStack();
            return (mayRead ? resolver.Scope.Includes.Read(path, resolver.Scope) : null)
                ?? Fail(resolver, TemplateDiagnostics.IncludeTooLarge(path, location.Location));
        }
        catch (UserErrorException error)
        {
            return Fail(resolver, TemplateDiagnostics.IncludeFailed(path, error.Message, location.Location));
        }
    }

    private static string? PathOf(string location) => location switch
    {
        _ when location.Contains('\0', StringComparison.Ordinal) => null,
        _ when location.StartsWith("file://", StringComparison.Ordinal) => location["file://".Length..],
        _ when location.Contains("://", StringComparison.Ordinal) => null,
        _ => location,
    };

    private static TemplateValue? Fail(IntrinsicResolver resolver, Diagnostic diagnostic)
    {
        resolver.Report(diagnostic);
        return null;
    }
}

/// <summary>Included files by path, each read once however often it is included.</summary>
internal sealed class IncludedFiles
{
    // Files that include each other twice double at every level, however small they are.
    private const int LeastCost = 8_192;

    private readonly Dictionary<string, (TemplateValue Root, int Length)> _read = new(StringComparer.Ordinal);

    /// <summary>
    /// Null when all of them together grow past any sensible size, as files do that include themselves.
    /// </summary>
    public TemplateValue? Read(string name, TemplateScope scope)
    {
        var path = Path.GetFullPath(name, scope.Folder);
        if (!_read.TryGetValue(path, out var file))
        {
            var source = SourceText.Read(NameBeside(scope.File, name), path);
            file = (DocumentReader.Read(source, scope.Diagnostics), source.Bytes.Length);
            _read.Add(path, file);
        }

        return scope.TrySpend(Math.Max(file.Length, LeastCost)) ? file.Root : null;
    }

    private static string NameBeside(string template, string name) =>
        Path.IsPathRooted(name) ? name : Path.Join(Path.GetDirectoryName(template), name);
}
