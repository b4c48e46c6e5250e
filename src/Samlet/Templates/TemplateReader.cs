using Samlet.Templates.Syntax;

namespace Samlet.Templates;

/// <summary>
/// Opens a template. A text that is no mapping at all is a <see cref="UserErrorException"/>; every other fault is a
/// diagnostic of the template, and reading goes on.
/// </summary>
internal static class TemplateReader
{
    private static readonly string[] Sections =
    [
        "AWSTemplateFormatVersion", "Conditions", "Description", "Globals", "Hooks", "Mappings", "Metadata", "Outputs",
        "Parameters", "Resources", "Rules", "Transform",
    ];

    /// <summary>`name` is the path as messages show it, `path` the same one to open.</summary>
    public static Template Read(string name, string path, TemplateOptions options) =>
        Read(SourceText.Read(name, path), FolderOf(path), options);

    /// <summary>`folder` is absolute; the relative paths of the template start there.</summary>
    public static Template Read(SourceText source, string folder, TemplateOptions options)
    {
        DiagnosticList diagnostics = new();
        var root = MappingOf(source, DocumentReader.Read(source, diagnostics));
        foreach (var entry in root.Entries)
        {
            if (!Sections.AsSpan().Contains(entry.Key))
            {
                diagnostics.Add(TemplateDiagnostics.UnknownSection(entry.Key, entry.KeyLocation, Sections));
            }
        }

        return new(new(root, folder, options, diagnostics));
    }

    private static TemplateValue.Map MappingOf(SourceText source, TemplateValue value) => value switch
    {
        TemplateValue.Null => throw new UserErrorException($"template `{source.File}` is empty"),
        _ => value.AsMap() ?? throw source.Fault(
            value.Location,
            $"a template is a mapping, and this is {(value is TemplateValue.List ? "a list" : "a single value")}",
            "start it with `Resources:`"),
    };

    private static string FolderOf(string path)
    {
        var full = Path.GetFullPath(path);
        var target = File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
        return Path.GetDirectoryName(target) ?? target;
    }
}
