using System.Text.Json;
using Samlet.Cli.Editors;

namespace Samlet.Tests.Cli.Editors;

public sealed class JsonListEditTests
{
    private const string Added = """{"name": "Samlet: F"}""";

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"version": "0.2.0"}""")]
    [InlineData("""{"configurations": []}""")]
    [InlineData("""{"configurations": [{"name": "Samlet: old"}]}""")]
    [InlineData("""{"configurations": [{"name": "Samlet: a"}, {"name": "Samlet: b"},], "compounds": []}""")]
    public void The_list_has_only_the_new_item_afterwards(string text) =>
        Assert.Equal(["Samlet: F"], NamesIn(Edit(text)));

    [Theory]
    [InlineData("""{"configurations": [{"name": "mine"}]}""")]
    [InlineData("""{"configurations": [{"name": "Samlet: old"}, {"name": "mine"}]}""")]
    [InlineData("""{"configurations": [{"name": "mine"}, {"name": "Samlet: old"}]}""")]
    [InlineData("""{"configurations": [{"name": "Samlet: a"}, {"name": "mine"}, {"name": "Samlet: b"}]}""")]
    [InlineData("{\"configurations\": [{\"name\": \"mine\"} /* , */, // , one\n {\"name\": \"Samlet: b\"} // two\n]}")]
    public void Other_items_stay(string text) => Assert.Equal(["Samlet: F", "mine"], NamesIn(Edit(text)));

    [Fact]
    public void Comments_and_layout_of_what_stays_are_kept()
    {
        var text = """
            {
                // Use IntelliSense
                "configurations": [
                    {"name": "Samlet: old"},
                    { "name": "mine", /* keep */ "x": [1,  2] }, // last
                ],
                "compounds": [ ] // end
            }

            """;

        var edited = Edit(text);

        Assert.Contains("// Use IntelliSense\n", edited, StringComparison.Ordinal);
        Assert.Contains("{ \"name\": \"mine\", /* keep */ \"x\": [1,  2] }", edited, StringComparison.Ordinal);
        Assert.EndsWith("\"compounds\": [ ] // end\n}\n", edited, StringComparison.Ordinal);
        Assert.Equal(edited, Edit(edited));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""{"configurations": {}}""")]
    [InlineData("""{"configurations": [}""")]
    [InlineData("")]
    public void What_is_no_such_file_is_refused(string text) =>
        Assert.ThrowsAny<JsonException>(() => Edit(text));

    private static string Edit(string text) => new JsonListEdit("configurations", "name", "Samlet: ").Apply(text, [Added]);

    private static IEnumerable<string?> NamesIn(string text)
    {
        var options = new JsonDocumentOptions
        {
            AllowTrailingCommas = true,
            CommentHandling = JsonCommentHandling.Skip,
        };
        using var document = JsonDocument.Parse(text, options);
        return [.. document.RootElement.GetProperty("configurations").EnumerateArray()
            .Select(static item => item.GetProperty("name").GetString())];
    }
}
