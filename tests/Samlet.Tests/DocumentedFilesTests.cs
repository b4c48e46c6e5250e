using System.Text.RegularExpressions;
using Samlet.Tests.Support;

namespace Samlet.Tests;

/// <summary>What a document names or links to is there: a rename cannot leave the documents behind.</summary>
public sealed partial class DocumentedFilesTests
{
    [Fact]
    public void Every_source_file_that_a_document_names_is_there() => Repository.AssertNone(
        from document in Documents()
        from Match match in SourceName().Matches(File.ReadAllText(document))
        let name = match.Groups["name"].Value
        where !Exists("src/Samlet", name) && !Exists(".", name)
        select $"{Repository.NameOf(document)} names {name}");

    [Fact]
    public void Every_link_to_a_file_leads_somewhere() => Repository.AssertNone(
        from document in Documents()
        from Match match in Link().Matches(File.ReadAllText(document))
        let target = match.Groups["target"].Value
        where !Path.Exists(Path.Combine(Path.GetDirectoryName(document)!, target))
        select $"{Repository.NameOf(document)} links to {target}");

    private static IEnumerable<string> Documents() =>
        Repository.Files.Where(file => file.EndsWith(".md", StringComparison.Ordinal));

    private static bool Exists(string folder, string name) => Path.Exists(Path.Combine(Repository.Root, folder, name));

    [GeneratedRegex(@"`(?<name>[A-Za-z0-9./]+/[A-Za-z0-9.]+\.cs)`")]
    private static partial Regex SourceName();

    [GeneratedRegex(@"\]\((?<target>[^):#]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();
}
