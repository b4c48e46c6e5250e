using Samlet.Templates;

namespace Samlet.Tests.Templates;

public sealed class JsonNodeReaderTests
{
    [Theory]
    [InlineData("{}", "{}")]
    [InlineData("{\"a\":1,\"b\":[true,null,\"x\"]}", "{a: 1, b: [true, ~, 'x']}")]
    [InlineData("\uFEFF {\n\t\"a\": 1\n}", "{a: 1}")]
    [InlineData(
        "{\"a\": 1.50, \"b\": -1e3, \"c\": 123456789012345678901234567890}",
        "{a: 1.50, b: -1e3, c: 123456789012345678901234567890}")]
    [InlineData("{\"a\": \"\\ud83d\\ude00\\/\\u00e9\"}", "{a: '\ud83d\ude00/é'}")]
    [InlineData("{\"a\": {\"Ref\": \"P\"}}", "{a: Ref('P')}")]
    [InlineData("{\"a\": {\"Fn::GetAtt\": [\"A\", \"B\"]}}", "{a: Fn::GetAtt(['A', 'B'])}")]
    [InlineData("{\"a\": \"true\", \"b\": \"12\", \"c\": \"\"}", "{a: 'true', b: '12', c: ''}")]
    [InlineData("{\"a\": \"!Ref P\"}", "{a: '!Ref P'}")]
    [InlineData("[1, 2]", "[1, 2]")]
    public void JSON_becomes_nodes(string text, string expected) =>
        Assert.Equal(expected, DocumentText.Show(DocumentText.Read(text).Value));

    [Theory]
    [InlineData("{a: 1}", "{a: 1}", "")]
    [InlineData("{\"a\": 1, # why\n \"b\": 2}", "{a: 1, b: 2}", "SAM0031")]
    [InlineData("{\"a\": 1,}", "{a: 1}", "SAM0031")]
    [InlineData("{\"a\": !Ref B}", "{a: Ref('B')}", "SAM0031")]
    public void What_starts_like_JSON_and_is_YAML_is_read_as_YAML_and_said(string text, string expected, string code)
    {
        var (value, diagnostics) = DocumentText.Read(text);

        Assert.Equal(expected, DocumentText.Show(value));
        Assert.Equal(code, string.Join(' ', diagnostics.Select(diagnostic => diagnostic.Code)));
    }

    [Fact]
    public void Lines_and_columns_count_characters()
    {
        var root = Assert.IsType<TemplateValue.Map>(DocumentText.Read("{\n  \"é😀\": {\"b\": 1, \"c\": [2]}\n}").Value);
        var inner = Assert.IsType<TemplateValue.Map>(root.Entries[0].Value);

        Assert.Equal("t.yaml:1:1", root.Location.ToString());
        Assert.Equal("t.yaml:2:3", root.Entries[0].KeyLocation.ToString());
        Assert.Equal("t.yaml:2:9", inner.Location.ToString());
        Assert.Equal("t.yaml:2:15", inner.Find("b")!.Location.ToString());
        Assert.Equal("t.yaml:2:18", inner.Entries[1].KeyLocation.ToString());
    }

    [Theory]
    [InlineData("{\"a\": 1,\n \"b\": [2}", "t.yaml:2:9: ")]
    [InlineData("{\"a\": }}", "t.yaml:1:7: ")]
    [InlineData("{\"a\": \"x\n\"}}", "t.yaml:1:9: ")]
    [InlineData("{\"a\": 1", "t.yaml:1:")]
    [InlineData("{\"a\": 1} x", "t.yaml:1:10: ")]
    public void An_error_names_its_place(string text, string start) =>
        Assert.StartsWith(start, DocumentText.Fail(text).Message, StringComparison.Ordinal);

    [Fact]
    public void Half_a_surrogate_pair_is_diagnosed_and_kept_as_written()
    {
        var (value, diagnostics) = DocumentText.Read("{\"a\": \"x\\ud83d\"}");

        Assert.Equal("{a: 'x\\ud83d'}", DocumentText.Show(value));
        Assert.Equal("SAM0008", Assert.Single(diagnostics).Code);
    }

    [Fact]
    public void The_last_of_repeated_keys_counts_and_the_repetition_is_diagnosed()
    {
        var (value, diagnostics) = DocumentText.Read("{\"a\": 1, \"b\": 2, \"a\": 3}");

        Assert.Equal("{a: 3, b: 2}", DocumentText.Show(value));
        Assert.Equal("t.yaml:1:18", Assert.Single(diagnostics).Location.ToString());
    }
}
