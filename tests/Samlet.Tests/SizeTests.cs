using Samlet.Tests.Support;

namespace Samlet.Tests;

/// <summary>The hard limits of the house style: lines of a file, columns of a line, lines of a member's body.</summary>
public sealed class SizeTests
{
    private const int FileLines = 400;
    private const int LineColumns = 120;
    private const int BodyLines = 50;

    private static readonly string[] CodeExtensions = [".cs", ".js", ".cjs", ".mjs", ".py", ".rb", ".sh", ".c", ".java", ""];

    [Fact]
    public void No_file_is_longer_than_400_lines()
    {
        var tooLong = from file in CodeFiles()
                      let lines = File.ReadLines(file).Count()
                      where lines > FileLines
                      select $"{Repository.NameOf(file)}: {lines} lines";

        Repository.AssertNone(tooLong);
    }

    [Fact]
    public void No_line_is_wider_than_120_columns()
    {
        var tooWide = from file in CodeFiles()
                      from line in MemberBody.WithoutRawStrings(File.ReadAllLines(file)).Index()
                      where line.Item.Length > LineColumns && !IsText(file, line.Item)
                      select $"{Repository.NameOf(file)}:{line.Index + 1}: {line.Item.Length} columns";

        Repository.AssertNone(tooWide);
    }

    [Fact]
    public void No_body_is_longer_than_50_lines()
    {
        var tooLong = from file in CodeFiles()
                      where file.EndsWith(".cs", StringComparison.Ordinal)
                      from body in MemberBody.AllIn(File.ReadAllLines(file))
                      where body.Lines > BodyLines
                      select $"{Repository.NameOf(file)}:{body.FirstLine}: {body.Lines} lines";

        Repository.AssertNone(tooLong);
    }

    // A text of a protocol or a message reads worse in pieces, and so do the rows and documents of a test.
    private static bool IsText(string file, string line) =>
        line.TrimStart(' ', '+', '$', '@').StartsWith('"')
        || (Repository.NameOf(file).StartsWith("tests/", StringComparison.Ordinal)
            && line.Contains('"', StringComparison.Ordinal));

    private static IEnumerable<string> CodeFiles() =>
        from file in Repository.Files
        where CodeExtensions.Contains(Path.GetExtension(file)) && IsCode(file)
        select file;

    // The scripts at the root have no extension, and neither has the licence.
    private static bool IsCode(string file) =>
        Path.GetExtension(file).Length > 0
        || File.ReadLines(file).Take(1).Any(line => line.StartsWith("#!", StringComparison.Ordinal));
}
