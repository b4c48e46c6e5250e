namespace Samlet.Templates.Syntax;

/// <summary>
/// Text to nodes with positions, JSON or YAML whatever the file is called. What is no JSON and no YAML ends in a
/// <see cref="UserErrorException"/> that names file, line and column; lesser faults are diagnostics.
/// </summary>
internal static class DocumentReader
{
    /// <summary>Deeper nesting is refused: every later stage walks the nodes by recursion.</summary>
    public const int MaxDepth = 256;

    public static TemplateValue Read(SourceText source, DiagnosticList diagnostics) =>
        StartsLikeJson(source.Bytes.Span) ? ReadJson(source, diagnostics) : new YamlReader(source, diagnostics).Read();

    private static TemplateValue ReadJson(SourceText source, DiagnosticList diagnostics)
    {
        try
        {
            return new JsonNodeReader(source, diagnostics).Read();
        }
        catch (UserErrorException) when (TryYaml(source, diagnostics) is { } value)
        {
            // A flow mapping with bare words, or JSON with comments, is YAML.
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

    private static bool StartsLikeJson(ReadOnlySpan<byte> bytes) =>
        bytes.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..];
}
