using System.Text.RegularExpressions;
using Samlet.Tests.Support;

namespace Samlet.Tests;

/// <summary>docs/diagnostics.md lists every code of the sources with its severity, and nothing else.</summary>
public sealed partial class DiagnosticsDocumentTests
{
    [Fact]
    public void The_document_lists_every_code_with_its_severity()
    {
        var sources = string.Concat(Repository.FilesBelow("src/Samlet").Where(IsDiagnostics).Select(File.ReadAllText));
        var inSources = InSources().Matches(sources).Select(match => Entry(match.Groups["code"], match.Groups["severity"]));
        var document = File.ReadAllText(Path.Join(Repository.Root, "docs/diagnostics.md"));
        var inDocument = InDocument().Matches(document).Select(match => Entry(match.Groups["code"], match.Groups["severity"]));

        Assert.Equal(inSources.Order(StringComparer.Ordinal), inDocument.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_code_stands_for_two_things()
    {
        var sources = string.Concat(Repository.FilesBelow("src/Samlet").Where(IsDiagnostics).Select(File.ReadAllText));
        var codes = InSources().Matches(sources).Select(match => match.Groups["code"].Value).ToList();

        Assert.Equal(codes.Distinct(), codes);
    }

    private static bool IsDiagnostics(string file) => file.EndsWith("Diagnostics.cs", StringComparison.Ordinal);

    private static string Entry(Group code, Group severity) =>
        $"{code.Value} {severity.Value[(severity.Value.LastIndexOf('.') + 1)..].ToLowerInvariant()}";

    // `Warning("SAM0001"`, `new("SAM0206", DiagnosticSeverity.Information`, over line breaks.
    [GeneratedRegex("""(?:(?<severity>Warning|Error|Information)\(|new\()\s*"(?<code>SAM\d{4})",(?(severity)|\s*(?<severity>DiagnosticSeverity\.\w+))""")]
    private static partial Regex InSources();

    [GeneratedRegex(@"^\| (?<code>SAM\d{4}) \| (?<severity>\w+) \|", RegexOptions.Multiline)]
    private static partial Regex InDocument();
}
