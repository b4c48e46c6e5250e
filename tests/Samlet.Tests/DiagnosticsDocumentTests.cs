using System.Text.RegularExpressions;
using Samlet.Tests.Support;

namespace Samlet.Tests;

/// <summary>docs/diagnostics.md lists every code of the sources with its severity, and nothing else.</summary>
public sealed partial class DiagnosticsDocumentTests
{
    [Fact]
    public void The_document_lists_every_code_with_its_severity()
    {
        var document = File.ReadAllText(Path.Join(Repository.Root, "docs/diagnostics.md"));
        var listed = InDocument().Matches(document).Select(Entry);

        Assert.Equal(Made().Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_code_stands_for_two_things()
    {
        var codes = Made().Select(entry => entry.Split(' ')[0]).ToList();

        Assert.Equal(codes.Distinct(), codes);
    }

    private static IEnumerable<string> Made() =>
        Repository.FilesBelow("src/Samlet").Where(IsDiagnostics)
            .SelectMany(file => InSources().Matches(File.ReadAllText(file)).Select(Entry));

    private static bool IsDiagnostics(string file) => file.EndsWith("Diagnostics.cs", StringComparison.Ordinal);

    private static string Entry(Match match) =>
        $"{match.Groups["code"].Value} {match.Groups["severity"].Value.ToLowerInvariant()}";

    // `Warning("SAM0001"`, or `new("SAM0206", DiagnosticSeverity.Information`, also over line breaks.
    [GeneratedRegex(
        """
        (?:(?<severity>Warning|Error|Information)\( | new\()
        \s* "(?<code>SAM\d{4})" ,
        (?(severity) | \s* DiagnosticSeverity\.(?<severity>\w+))
        """,
        RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex InSources();

    [GeneratedRegex(@"^\| (?<code>SAM\d{4}) \| (?<severity>\w+) \|", RegexOptions.Multiline)]
    private static partial Regex InDocument();
}
