using Samlet.Tests.Support;

namespace Samlet.Tests;

/// <summary>The hard limits of the house style: lines of a file and of a member's body.</summary>
public sealed class SizeTests
{
    private const int FileLines = 400;
    private const int BodyLines = 50;

    private static readonly string[] CodeExtensions = [".cs", ".js", ".mjs", ".py", ".rb", ".sh", ".c", ""];

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
    public void No_body_is_longer_than_50_lines()
    {
        var tooLong = from file in CodeFiles()
                      where file.EndsWith(".cs", StringComparison.Ordinal)
                      from body in MemberBody.AllIn(File.ReadAllLines(file))
                      where body.Lines > BodyLines
                      select $"{Repository.NameOf(file)}:{body.FirstLine}: {body.Lines} lines";

        Repository.AssertNone(tooLong);
    }

    private static IEnumerable<string> CodeFiles() =>
        from file in Repository.Files
        where CodeExtensions.Contains(Path.GetExtension(file)) && IsCode(file)
        select file;

    // The scripts at the root have no extension, and neither has the licence.
    private static bool IsCode(string file) =>
        Path.GetExtension(file).Length > 0
        || File.ReadLines(file).Take(1).Any(line => line.StartsWith("#!", StringComparison.Ordinal));
}
