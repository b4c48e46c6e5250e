using System.Globalization;
using Samlet.Templates;
using Samlet.Templates.Syntax;
using Samlet.Toml;

namespace Samlet.Cli;

/// <summary>A file of plain data as nodes with positions: TOML, YAML or JSON by extension, TOML without one.</summary>
internal static class DataFile
{
    /// <summary>`name` is the path as messages show it. Malformed text is a <see cref="UserErrorException"/>.</summary>
    public static TemplateValue Read(string name, string path, Reporter reporter) =>
        Read(SourceText.Read(name, path), reporter);

    public static TemplateValue Read(SourceText source, Reporter reporter) =>
        Path.GetExtension(source.File).ToLowerInvariant() switch
        {
            ".toml" or "" => ReadToml(source),
            ".yaml" or ".yml" or ".json" => ReadYaml(source, reporter),
            var other => throw new UserErrorException(
                $"`{source.File}` has the extension `{other}`, which is not read", "use .toml, .yaml, .yml or .json"),
        };

    private static TemplateValue ReadYaml(SourceText source, Reporter reporter)
    {
        DiagnosticList diagnostics = new();
        var value = DocumentReader.Read(source, diagnostics);
        foreach (var diagnostic in diagnostics.Items)
        {
            reporter.Finding(diagnostic);
        }

        return value;
    }

    private static TemplateValue ReadToml(SourceText source)
    {
        try
        {
            var document = TomlDocument.Read(source.Bytes.Span);
            return ToNode(document.Root, document, source.File);
        }
        catch (TomlException fault)
        {
            throw source.Fault(fault.Line, fault.Column, fault.Message);
        }
    }

    private static TemplateValue ToNode(TomlValue value, TomlDocument document, string file)
    {
        TemplateValue node = value switch
        {
            TomlValue.Text text => new TemplateValue.Text(text.Value),
            TomlValue.Moment moment => new TemplateValue.Text(moment.Literal),
            TomlValue.Boolean boolean => new TemplateValue.Boolean(boolean.Value),
            TomlValue.Integer integer => new TemplateValue.Number(integer.Value.ToString(CultureInfo.InvariantCulture)),
            TomlValue.Float => ToNumber(document.Text[value.Span.Start..value.Span.End]),
            TomlValue.Array { Items: var items } =>
                new TemplateValue.List([.. items.Select(item => ToNode(item, document, file))]),
            TomlValue.Table table => ToMap(table, document, file),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return node with { Location = LocationOf(value.Span, document, file) };
    }

    private static TemplateValue.Map ToMap(TomlValue.Table table, TomlDocument document, string file) =>
        new([.. table.Entries.Select(entry => new MapEntry(
            entry.Key, LocationOf(entry.KeySpan, document, file), ToNode(entry.Value, document, file)))]);

    /// <summary>`1.50` stays `1.50`: what is text in the end keeps its spelling.</summary>
    private static TemplateValue.Number ToNumber(string literal) =>
        new(literal.Replace("_", "", StringComparison.Ordinal));

    private static SourceLocation LocationOf(TomlSpan span, TomlDocument document, string file)
    {
        var (line, column) = document.Locate(span.Start);
        return new SourceLocation(file, line, column);
    }
}
