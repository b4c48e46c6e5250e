using System.Text;

namespace Samlet.Tests.Templates;

/// <summary>Documents that once hurt some reader. Each ends in a template or in an error for people, quickly.</summary>
public sealed class NastyDocumentsTests
{
    public static TheoryData<string, string> Documents => new()
    {
        { "ten thousand open brackets", new string('[', 10_000) },
        { "ten thousand open braces", new string('{', 10_000) },
        { "ten thousand dashes", string.Concat(Enumerable.Repeat("- ", 10_000)) },
        { "ten thousand question marks", string.Concat(Enumerable.Repeat("? ", 10_000)) },
        { "ten thousand levels of JSON", string.Concat(Enumerable.Repeat("{\"a\":[", 10_000)) },
        { "a megabyte of brackets", new string('[', 1_000_000) },
        { "a megabyte of blanks", new string(' ', 1_000_000) },
        { "a megabyte of newlines", new string('\n', 1_000_000) },
        { "a megabyte of tabs", new string('\t', 1_000_000) },
        { "a megabyte in one key", new string('a', 1_000_000) + ": 1" },
        { "a megabyte in one quoted key", "\"" + new string('a', 1_000_000) + "\": 1" },
        { "a megabyte of colons", string.Concat(Enumerable.Repeat("a: ", 300_000)) },
        { "a million aliases", "a: &a 1\nb: [" + string.Concat(Enumerable.Repeat("*a,", 300_000)) + "]" },
        { "a quadratic alias list", "a: &a [" + string.Concat(Enumerable.Repeat("x,", 2_000)) + "]\nb: [" + string.Concat(Enumerable.Repeat("*a,", 2_000)) + "]" },
        { "a merge of itself", "a: &a\n  <<: *a\n" },
        { "merges of merges", string.Concat(Enumerable.Range(1, 60).Select(index => $"a{index}: &a{index}\n  <<: [*a{index - 1}, *a{index - 1}]\n  k{index}: 1\n")).Insert(0, "a0: &a0 {k: 1}\n") },
        { "a huge number", $"Resources: {{A: {{Type: {new string('9', 100_000)}}}}}" },
        { "a huge exponent", "Parameters: {P: {Type: Number, Default: 1e999999999, MinValue: 1}}\nResources: {A: {Type: !Ref P, Properties: {V: !Select [1e9, [a]], W: !Ref P}}}" },
        { "half a surrogate pair in YAML", "Resources: {A: {Type: \"\\ud83d\"}}" },
        { "half a surrogate pair in JSON", "{\"Resources\": {\"\\udc00\": {\"Type\": \"\\ud83d\"}}}" },
        { "a NUL", "Resources: {A: {Type: \"\0\"}}\0" },
        { "a doubling chain of names", Doubling() },
        { "doubling mappings", "Resources:\n  A: {Type: A, Properties: {V: " + string.Concat(Enumerable.Repeat("!Join ['', [a, ", 200)) + "b" + string.Concat(Enumerable.Repeat("]]", 200)) + "}}" },
        { "nested loops", "Transform: AWS::LanguageExtensions\nResources:\n" + Loops(6) },
        { "a loop over a huge list", "Transform: AWS::LanguageExtensions\nParameters: {L: {Type: CommaDelimitedList, Default: '" + string.Concat(Enumerable.Repeat("abc,", 20_000)) + "'}}\nResources: {'Fn::ForEach::X': [I, !Ref L, {'F${I}': {Type: A, V: '" + string.Concat(Enumerable.Repeat("${I}", 200)) + "'}}]}" },
        { "conditions in a circle", "Conditions: {A: !Condition B, B: !Not [!Condition A]}\nResources: {R: {Type: A, Condition: A}}" },
        { "joins that multiply", Multiplying() },
    };

    [Theory(Timeout = 20_000)]
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

    private static string Doubling() => "Resources:\n  T0: {Type: AWS::DynamoDB::Table, Properties: {TableName: abcdefgh}}\n"
        + string.Concat(Enumerable.Range(1, 100).Select(index =>
            $"  T{index}: {{Type: AWS::DynamoDB::Table, Properties: {{TableName: !Sub '${{T{index - 1}}}${{T{index - 1}}}'}}}}\n"));

    private static string Loops(int depth) => depth == 0
        ? $"{new string(' ', 40)}F${{I1}}${{I2}}${{I3}}${{I4}}${{I5}}${{I6}}: {{Type: A}}\n"
        : $"{new string(' ', 44 - (depth * 6))}Fn::ForEach::L{depth}:\n{new string(' ', 44 - (depth * 6))}- I{depth}\n{new string(' ', 44 - (depth * 6))}- [a, b, c, d, e, f, g, h, i, j]\n{new string(' ', 44 - (depth * 6))}-\n" + Loops(depth - 1);

    private static string Multiplying() => "Parameters: {P: {Type: String, Default: '" + new string('x', 100_000) + "'}}\nResources:\n"
        + string.Concat(Enumerable.Range(0, 2_000).Select(index => $"  R{index}: {{Type: A, Properties: {{V: !Sub '${{P}}${{P}}${{P}}${{P}}'}}}}\n"));
}
