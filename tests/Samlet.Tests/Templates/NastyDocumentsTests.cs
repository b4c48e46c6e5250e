using System.Text;

namespace Samlet.Tests.Templates;

/// <summary>Documents that once hurt some reader. Each ends in a template or in an error for people, quickly.</summary>
public sealed class NastyDocumentsTests
{
    private const string Extensions = "Transform: AWS::LanguageExtensions\n";

    public static TheoryData<string, string> Documents => new()
    {
        { "ten thousand open brackets", Many(10_000, "[") },
        { "ten thousand open braces", Many(10_000, "{") },
        { "ten thousand dashes", Many(10_000, "- ") },
        { "ten thousand question marks", Many(10_000, "? ") },
        { "ten thousand levels of JSON", Many(10_000, "{\"a\":[") },
        { "a megabyte of brackets", Many(1_000_000, "[") },
        { "a megabyte of blanks", Many(1_000_000, " ") },
        { "a megabyte of newlines", Many(1_000_000, "\n") },
        { "a megabyte of tabs", Many(1_000_000, "\t") },
        { "a megabyte in one key", Many(1_000_000, "a") + ": 1" },
        { "a megabyte in one quoted key", "\"" + Many(1_000_000, "a") + "\": 1" },
        { "a megabyte of colons", Many(300_000, "a: ") },
        { "many aliases", $"a: &a 1\nb: [{Many(300_000, "*a,")}]" },
        { "aliases of a long list", $"a: &a [{Many(2_000, "x,")}]\nb: [{Many(2_000, "*a,")}]" },
        { "a merge of itself", "a: &a\n  <<: *a\n" },
        { "merges of merges", MergesOfMerges() },
        { "a huge number", $"Resources: {{A: {{Type: {Many(100_000, "9")}}}}}" },
        {
            "a huge exponent",
            "Parameters: {P: {Type: Number, Default: 1e999999999, MinValue: 1}}\n"
            + "Resources: {A: {Type: !Ref P, Properties: {V: !Select [1e9, [a]], W: !Ref P}}}"
        },
        { "half a surrogate pair in YAML", "Resources: {A: {Type: \"\\ud83d\"}}" },
        { "half a surrogate pair in JSON", "{\"Resources\": {\"\\udc00\": {\"Type\": \"\\ud83d\"}}}" },
        { "a NUL", "Resources: {A: {Type: \"\0\"}}\0" },
        { "a chain of names that doubles", DoublingNames() },
        { "joins in joins", $"Resources: {{A: {{V: {Many(200, "!Join ['', [a, ")}b{Many(200, "]]")}}}}}" },
        { "loops in loops", $"{Extensions}Resources:\n{Loops(6)}" },
        {
            "a loop over a long list",
            $"{Extensions}Parameters: {{L: {{Type: CommaDelimitedList, Default: '{Many(20_000, "abc,")}'}}}}\n"
            + $"Resources: {{'Fn::ForEach::X': [I, !Ref L, {{'F${{I}}': {{V: '{Many(200, "${I}")}'}}}}]}}"
        },
        {
            "conditions in a circle",
            "Conditions: {A: !Condition B, B: !Not [!Condition A]}\nResources: {R: {Type: A, Condition: A}}"
        },
        { "texts that multiply", MultiplyingTexts() },
    };

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Documents))]
    public async Task A_nasty_document_does_no_harm(string name, string text)
    {
        await Task.Yield();
        Assert.NotEmpty(name);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Record.Exception(() => ResolveAll(text));

        Assert.True(error is null or UserErrorException, $"{error}");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_500_000_000);
    }

    private static void ResolveAll(string text)
    {
        var template = TemplateText.Read(Encoding.UTF8.GetBytes(text));
        foreach (var resource in template.Resources)
        {
            _ = (resource.Properties, resource.Condition, resource.Metadata);
        }
    }

    private static string Many(int count, string text) => new StringBuilder().Insert(0, text, count).ToString();

    private static string Lines(int first, int last, Func<int, string> line) =>
        string.Concat(Enumerable.Range(first, last - first + 1).Select(index => line(index) + "\n"));

    private static string MergesOfMerges() => "a0: &a0 {k: 1}\n" + Lines(
        1, 60, index => $"a{index}: &a{index}\n  <<: [*a{index - 1}, *a{index - 1}]\n  k{index}: 1");

    private static string DoublingNames() =>
        "Resources:\n  T0: {Type: AWS::DynamoDB::Table, Properties: {TableName: abcdefgh}}\n" + Lines(
            1,
            100,
            index => $"  T{index}: {{Type: AWS::DynamoDB::Table, Properties: "
                + $"{{TableName: !Sub '${{T{index - 1}}}${{T{index - 1}}}'}}}}");

    private static string Loops(int depth)
    {
        var indent = new string(' ', 44 - (depth * 6));
        return depth == 0
            ? $"{indent}F${{I1}}${{I2}}${{I3}}${{I4}}${{I5}}${{I6}}: {{Type: A}}\n"
            : $"{indent}Fn::ForEach::L{depth}:\n{indent}- I{depth}\n{indent}- [a, b, c, d, e, f, g, h, i, j]\n"
                + $"{indent}-\n{Loops(depth - 1)}";
    }

    private static string MultiplyingTexts() =>
        $"Parameters: {{P: {{Type: String, Default: '{Many(100_000, "x")}'}}}}\nResources:\n" + Lines(
            0, 2_000, index => $"  R{index}: {{Type: A, Properties: {{V: !Sub '${{P}}${{P}}${{P}}${{P}}'}}}}");
}
