using System.Text.RegularExpressions;

namespace Samlet.E2ETests;

/// <summary>
/// Every `console` block of the documentation is run from the root of the repository, and what it shows has to come.
/// Ids, times, sizes and versions differ from run to run; the order of the two outputs is not certain; neither counts.
/// </summary>
[Requires("node", "python3", "bash", "curl")]
public sealed partial class DocumentationTests
{
    public static TheoryData<string> Documents =>
        [.. Directory.EnumerateFiles(Repository.Root, "*.md").Concat(
            Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs")))
            .Select(file => Path.GetRelativePath(Repository.Root, file))
            .Where(file => ConsoleBlock().IsMatch(File.ReadAllText(Path.Combine(Repository.Root, file))))];

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task What_a_document_shows_is_what_happens(string document)
    {
        var text = await File.ReadAllTextAsync(
            Path.Combine(Repository.Root, document), TestContext.Current.CancellationToken);
        using var folder = new TempFolder();
        foreach (Match block in ConsoleBlock().Matches(text))
        {
            await CheckAsync(block.Groups["lines"].Value, folder);
        }
    }

    [Theory]
    [InlineData("REPORT RequestId: 0f7c1e6a-0000-4000-8000-0123456789ab\tDuration: 1.52 ms\tMax Memory Used: 47 MB\t")]
    [InlineData("REPORT RequestId: aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee Duration: 901.7 ms Max Memory Used: 5 MB")]
    public void What_differs_from_run_to_run_does_not_count(string line) =>
        Assert.Equal(["REPORT RequestId: ID Duration: N ms Max Memory Used: N MB"], Comparable(line));

    private static async Task CheckAsync(string block, TempFolder folder)
    {
        foreach (var step in block.Split("\n$ ", StringSplitOptions.RemoveEmptyEntries))
        {
            var (command, shown) = step.Split('\n', 2) is [var first, var rest] ? (first, rest) : (step, "");
            var run = new TestProgram(folder, "-c", command.TrimStart('$', ' '))
            {
                Program = ["sh"],
                WorkingFolder = Repository.Root,
            };

            var result = await run.RunAsync();

            Assert.Equal(Comparable(shown), Comparable($"{result.Out}\n{result.Err}"));
        }
    }

    // A warning tells of this machine: another version of an interpreter than the one the template asks for.
    private static IEnumerable<string> Comparable(string output) =>
        from line in output.Split('\n')
        where line.Trim().Length > 0 && !line.StartsWith("warning: ", StringComparison.Ordinal)
        let normal = Number().Replace(Id().Replace(Time().Replace(line, "TIME"), "ID"), "N$1")
        orderby normal
        select White().Replace(normal, " ").TrimEnd();

    [GeneratedRegex("```console\n(?<lines>.*?)```", RegexOptions.Singleline)]
    private static partial Regex ConsoleBlock();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT[0-9:.]+Z")]
    private static partial Regex Time();

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Id();

    [GeneratedRegex(@"\d+(?:\.\d+)*( ms| MB)")]
    private static partial Regex Number();

    [GeneratedRegex(@"\s+")]
    private static partial Regex White();
}
