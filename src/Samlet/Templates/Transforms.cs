using Samlet.Templates.Intrinsics;

namespace Samlet.Templates;

/// <summary>
/// The Transform section: what it asks for, what it includes, and the macros that only the cloud can run.
/// </summary>
internal static class Transforms
{
    private const string LanguageExtensions = "AWS::LanguageExtensions";

    public static bool AskForLanguageExtensions(TemplateValue.Map root)
    {
        foreach (var item in ItemsOf(root))
        {
            if (NameOf(item) == LanguageExtensions)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// The sections of files that AWS::Include names at the top, under those that the template has itself.
    /// </summary>
    public static TemplateValue.Map Include(TemplateScope scope, TemplateValue.Map root)
    {
        foreach (var item in ItemsOf(root))
        {
            var name = NameOf(item);
            if (name == Intrinsics.Include.MacroName)
            {
                root = Merge(root, new IntrinsicResolver(scope, null), item);
            }
            else if (name?.StartsWith("AWS::", StringComparison.Ordinal) != true)
            {
                scope.Diagnostics.Add(TemplateDiagnostics.UnknownMacro(name ?? "", item.Location));
            }
        }

        return root;
    }

    private static TemplateValue.Map Merge(TemplateValue.Map root, IntrinsicResolver resolver, TemplateValue include)
    {
        // Nothing that a function could refer to is known yet.
        var location = ((include as TemplateValue.Map)?.Find("Parameters") as TemplateValue.Map)?.Find("Location");
        if (location is not TemplateValue.Text text)
        {
            resolver.Report(TemplateDiagnostics.Malformed("Transform", "a literal text as Location", include.Location));
            return root;
        }

        if (Intrinsics.Include.Open(resolver, text)?.AsMap() is not { } included)
        {
            return root;
        }

        Syntax.MapBuilder builder = new(resolver.Scope.Diagnostics);
        builder.Merge(root);
        builder.Merge(included);
        return builder.BuildMap(root.Location);
    }

    private static IReadOnlyList<TemplateValue> ItemsOf(TemplateValue.Map root) => root.Find("Transform") switch
    {
        null or TemplateValue.Null => [],
        TemplateValue.List list => list.Items,
        { } item => [item],
    };

    private static string? NameOf(TemplateValue item) =>
        item is TemplateValue.Map map ? map.Find("Name")?.AsText() : item.AsText();
}
