using System.Text.RegularExpressions;
using Samlet.Tests.Support;

namespace Samlet.Tests;

/// <summary>
/// Folders of src/Samlet are stages; each may name only the stages below it. ARCHITECTURE.md draws the diagram.
/// </summary>
public sealed partial class LayeringTests
{
    private static readonly Dictionary<string, string[]> StagesBelow = new()
    {
        ["Cli"] =
        [
            "Gateway", "LambdaService", "Runtimes", "Layers", "Functions", "Sandboxes", "Templates", "Events",
            "Toml", "Credentials", "Caches",
        ],
        ["Gateway"] = ["Runtimes", "Functions", "Sandboxes", "Templates"],
        ["LambdaService"] = ["Runtimes", "Functions", "Sandboxes"],
        ["Runtimes"] = ["Functions", "Sandboxes"],
        ["Layers"] = ["Functions", "Credentials"],
        ["Functions"] = ["Templates"],
        ["Sandboxes"] = [],
        ["Templates"] = [],
        ["Events"] = [],
        ["Toml"] = [],
        ["Credentials"] = [],
        ["Caches"] = [],
    };

    [Fact]
    public void Every_stage_names_only_the_stages_below_it()
    {
        var wrong = new List<string>();
        foreach (var (stage, source) in Sources())
        {
            var known = StagesBelow.GetValueOrDefault(stage, []);
            wrong.AddRange(StagesNamedIn(File.ReadAllText(source))
                .Where(named => named != stage && !known.Contains(named))
                .Select(named => $"{Repository.NameOf(source)} uses {named}"));
        }

        Repository.AssertNone(wrong);
    }

    [Fact]
    public void Every_folder_is_a_stage_of_the_diagram() =>
        Repository.AssertNone(Sources().Select(source => source.Stage).Distinct().Except(StagesBelow.Keys));

    [Fact]
    public void The_namespace_of_a_file_is_its_folder()
    {
        var wrong = from file in Repository.FilesBelow("src/Samlet")
                    where file.EndsWith(".cs", StringComparison.Ordinal)
                    let name = File.ReadLines(file)
                        .FirstOrDefault(line => line.StartsWith("namespace ", StringComparison.Ordinal))
                    where name is not null && name != $"namespace {NamespaceOf(file)};"
                    select Repository.NameOf(file);

        Repository.AssertNone(wrong);
    }

    [Theory]
    [InlineData("using Samlet.Gateway;", "Gateway")]
    [InlineData("using static Samlet.Templates.Intrinsics.Sub;", "Templates")]
    [InlineData("using Names = Samlet.Functions.Function;", "Functions")]
    [InlineData("var route = new Samlet.Gateway.Route();", "Gateway")]
    [InlineData("namespace Samlet.Cli;", null)]
    [InlineData("using System.Text;", null)]
    public void A_use_is_found_however_it_is_written(string line, string? stage) =>
        Assert.Equal(stage is null ? [] : [stage], StagesNamedIn(line));

    private static IEnumerable<(string Stage, string File)> Sources() =>
        from file in Repository.FilesBelow("src/Samlet")
        where file.EndsWith(".cs", StringComparison.Ordinal)
        let parts = Path.GetRelativePath(Path.Combine(Repository.Root, "src", "Samlet"), file).Split('/', '\\')
        where parts.Length > 1
        select (parts[0], file);

    private static string NamespaceOf(string file) =>
        Path.GetDirectoryName(Repository.NameOf(file))!["src/".Length..].Replace('/', '.');

    private static IEnumerable<string> StagesNamedIn(string text) =>
        from Match match in StageName().Matches(text)
        let stage = match.Groups["stage"].Value
        where StagesBelow.ContainsKey(stage)
        select stage;

    [GeneratedRegex(@"(?<!namespace )\bSamlet\.(?<stage>\w+)")]
    private static partial Regex StageName();
}
