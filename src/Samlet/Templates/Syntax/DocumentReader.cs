namespace Samlet.Templates.Syntax;

/// <summary>
/// Text to nodes with positions, JSON or YAML whatever the file is called. What is no JSON and no YAML ends in a
/// <see cref="UserErrorException"/> that names file, line and column; lesser faults are diagnostics.
/// </summary>
internal static class DocumentReader
{
    /// <summary>Deeper nesting is refused: every later stage walks the nodes by recursion.</summary>
    public const int MaxDepth = 256;

    public const string TooDeep = "nested more than 256 levels deep";

    public static TemplateValue Read(SourceText source, DiagnosticList diagnostics) =>
        IsJson(source.Bytes.Span) ? ReadJson(source, diagnostics) : new YamlReader(source, diagnostics).Read();

    private static TemplateValue ReadJson(SourceText source, DiagnosticList diagnostics)
    {
        try
        {
            return new JsonNodeReader(source, diagnostics).Read();
        }
        catch (UserErrorException error) when (TryYaml(source, diagnostics) is { } value)
        {
            // Comments, a comma too many: the service refuses them, `sam local` reads them as YAML.
            diagnostics.Add(TemplateDiagnostics.NotJson(error.Message.Split('\n', 2)[0], value.Location));
            return value;
        }
    }

    private static TemplateValue? TryYaml(SourceText source, DiagnosticList diagnostics)
    {
        try
        {
            return new YamlReader(source, diagnostics).Read();
        }
        catch (UserErrorException)
        {
            return null;
        }
    }

    // A flow mapping with bare words as keys is YAML from the start.
    private static bool IsJson(ReadOnlySpan<byte> bytes)
    {
        var text = bytes.TrimStart(" \t\r\n"u8);
        return text is [(byte)'{' or (byte)'[', ..]
            && text[1..].TrimStart(" \t\r\n"u8) is [var next, ..]
            && "\"{}[]"u8.Contains(next);
    }
}
