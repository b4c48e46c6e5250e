using System.Globalization;
using System.Text;
using Samlet.Templates;

namespace Samlet.Tests.Templates;

public sealed class YamlReaderTests
{
    [Theory]
    [InlineData("a", "'a'")]
    [InlineData("~", "~")]
    [InlineData("null", "~")]
    [InlineData("'null'", "'null'")]
    [InlineData("true", "true")]
    [InlineData("True", "true")]
    [InlineData("'true'", "'true'")]
    [InlineData("yes", "'yes'")]
    [InlineData("No", "'No'")]
    [InlineData("on", "'on'")]
    [InlineData("Off", "'Off'")]
    [InlineData("y", "'y'")]
    [InlineData("0123", "0123")]
    [InlineData("012345678901", "012345678901")]
    [InlineData("1.50", "1.50")]
    [InlineData("-1e3", "-1e3")]
    [InlineData("+.5", "+.5")]
    [InlineData("1.", "1.")]
    [InlineData("'12'", "'12'")]
    [InlineData("0x1F", "'0x1F'")]
    [InlineData("0o17", "'0o17'")]
    [InlineData("1_000", "'1_000'")]
    [InlineData("12:30:45", "'12:30:45'")]
    [InlineData("1e", "'1e'")]
    [InlineData(".", "'.'")]
    [InlineData(".inf", "'.inf'")]
    [InlineData("2010-09-09", "'2010-09-09'")]
    [InlineData("2001-12-14t21:59:43.10-05:00", "'2001-12-14t21:59:43.10-05:00'")]
    [InlineData("1.2.3", "'1.2.3'")]
    [InlineData("!!str 12", "'12'")]
    [InlineData("!!int '12'", "12")]
    [InlineData("! 12", "'12'")]
    [InlineData("!!binary aGk=", "'aGk='")]
    [InlineData("\"a\\tb\\u00e9\\x41\"", "'a\tb\u00e9A'")]
    [InlineData("'it''s'", "'it's'")]
    [InlineData("a # comment", "'a'")]
    [InlineData("a#b", "'a#b'")]
    [InlineData("'${AWS::Region}'", "'${AWS::Region}'")]
    [InlineData("arn:aws:s3:::bucket/*", "'arn:aws:s3:::bucket/*'")]
    public void A_scalar_is_read_as_CloudFormation_reads_it(string text, string expected)
    {
        var map = Assert.IsType<TemplateValue.Map>(DocumentText.Read($"k: {text}\n").Value);

        Assert.Equal(expected, DocumentText.Show(map.Find("k")!));
    }

    [Theory]
    [InlineData("!Ref P", "Ref('P')")]
    [InlineData("!Ref 12", "Ref('12')")]
    [InlineData("!Condition C", "Condition('C')")]
    [InlineData("!GetAtt A.B", "Fn::GetAtt(['A', 'B'])")]
    [InlineData("!GetAtt A.B.C", "Fn::GetAtt(['A', 'B.C'])")]
    [InlineData("!GetAtt [A, B.C]", "Fn::GetAtt(['A', 'B.C'])")]
    [InlineData("!GetAtt 'A.B'", "Fn::GetAtt(['A', 'B'])")]
    [InlineData("!Sub 'a ${B}'", "Fn::Sub('a ${B}')")]
    [InlineData("!Sub ['a ${B}', {B: !Ref C}]", "Fn::Sub(['a ${B}', {B: Ref('C')}])")]
    [InlineData("!Join [',', [a, !Ref B, !Sub '${C}']]", "Fn::Join([',', ['a', Ref('B'), Fn::Sub('${C}')]])")]
    [InlineData("!If [C, !Ref A, !If [D, 1, 2]]", "Fn::If(['C', Ref('A'), Fn::If(['D', 1, 2])])")]
    [InlineData("!Select [0, !GetAZs '']", "Fn::Select([0, Fn::GetAZs('')])")]
    [InlineData("!GetAZs", "Fn::GetAZs('')")]
    [InlineData("!Base64 x", "Fn::Base64('x')")]
    [InlineData("!Transform {Name: AWS::Include, Parameters: {Location: a}}",
        "Fn::Transform({Name: 'AWS::Include', Parameters: {Location: 'a'}})")]
    [InlineData("!Fn::Sub x", "Fn::Sub('x')")]
    [InlineData("!Unknown x", "Fn::Unknown('x')")]
    [InlineData("{Ref: P}", "Ref('P')")]
    [InlineData("{'Fn::Sub': x}", "Fn::Sub('x')")]
    [InlineData("{Ref: P, Other: 1}", "{Ref: 'P', Other: 1}")]
    [InlineData("{Condition: C}", "{Condition: 'C'}")]
    [InlineData("{'Fn::ForEach::L': [X, [a], {k: v}]}", "{Fn::ForEach::L: ['X', ['a'], {k: 'v'}]}")]
    [InlineData("{a: !Ref B, c: [!Ref D]}", "{a: Ref('B'), c: [Ref('D')]}")]
    [InlineData("[!Ref A, {b: !GetAtt C.D}]", "[Ref('A'), {b: Fn::GetAtt(['C', 'D'])}]")]
    [InlineData("\n  Fn::Base64: !Sub |\n    a\n    ${B}\n", "Fn::Base64(Fn::Sub('a\n${B}\n'))")]
    [InlineData("!Sub\n    - a\n    - B: c\n", "Fn::Sub(['a', {B: 'c'}])")]
    [InlineData("!Equals\n    - !Ref A\n    - b\n", "Fn::Equals([Ref('A'), 'b'])")]
    public void Every_tag_becomes_its_long_form(string text, string expected)
    {
        var map = Assert.IsType<TemplateValue.Map>(DocumentText.Read($"k: {text}\nother: 1\n").Value);

        Assert.Equal(expected, DocumentText.Show(map.Find("k")!));
    }

    [Theory]
    [InlineData("a: |\n  x\n  y\n", "{a: 'x\ny\n'}")]
    [InlineData("a: |-\n  x\n  y\n", "{a: 'x\ny'}")]
    [InlineData("a: |+\n  x\n\n", "{a: 'x\n\n'}")]
    [InlineData("a: >\n  x\n  y\n\n  z\n", "{a: 'x y\nz\n'}")]
    [InlineData("a: >-\n  x\n  y\n", "{a: 'x y'}")]
    [InlineData("a: |2\n    x\n  y\n", "{a: '  x\ny\n'}")]
    [InlineData("a: x\n  y\n", "{a: 'x y'}")]
    [InlineData("a: \"x\n  y\"\n", "{a: 'x y'}")]
    [InlineData("a: |\r\n  x\r\n  y\r\nb: 1\r\n", "{a: 'x\ny\n', b: 1}")]
    [InlineData("\uFEFFa: 1\n", "{a: 1}")]
    [InlineData("---\na: 1\n...\n", "{a: 1}")]
    [InlineData("%YAML 1.1\n---\na: 1\n", "{a: 1}")]
    [InlineData("# only a comment\na:\n# between\n- 1\n", "{a: [1]}")]
    [InlineData("a:\n  - b: 1\n    c: 2\n  - d\n", "{a: [{b: 1, c: 2}, 'd']}")]
    [InlineData("on: 1\nyes: 2\nNo: 3\nnull: 4\n1: 5\n1.50: 6\n", "{on: 1, yes: 2, No: 3, null: 4, 1: 5, 1.50: 6}")]
    [InlineData("? a\n: 1\n? b\n", "{a: 1, b: ~}")]
    [InlineData("{a: 1, b: [x, y], 'c': {d: e}}", "{a: 1, b: ['x', 'y'], c: {d: 'e'}}")]
    [InlineData("{a: 1,\n b: 2,}", "{a: 1, b: 2}")]
    [InlineData("a: &x {b: 1}\nc: *x\n", "{a: {b: 1}, c: {b: 1}}")]
    [InlineData("a: &x 0123\nc: *x\n", "{a: 0123, c: 0123}")]
    [InlineData("a: &x !Ref P\nc: *x\n", "{a: Ref('P'), c: Ref('P')}")]
    [InlineData("a: &x [1]\na2: &x [2]\nc: *x\n", "{a: [1], a2: [2], c: [2]}")]
    [InlineData("x: &x {a: 1, b: 2}\ny:\n  <<: *x\n  b: 3\n", "{x: {a: 1, b: 2}, y: {b: 3, a: 1}}")]
    [InlineData(
        "x: &x {a: 1}\nz: &z {a: 2, c: 3}\ny: {<<: [*x, *z]}\n", "{x: {a: 1}, z: {a: 2, c: 3}, y: {a: 1, c: 3}}")]
    [InlineData(
        "x: &x {a: 1, b: 2}\nz: &z {a: 3}\ny:\n  <<: *x\n  <<: *z\n", "{x: {a: 1, b: 2}, z: {a: 3}, y: {a: 3, b: 2}}")]
    [InlineData("x: &x {a: 1}\nz: &z {b: 3}\ny: {<<: *x, <<: *z}\n", "{x: {a: 1}, z: {b: 3}, y: {b: 3, a: 1}}")]
    [InlineData("x: &x {Ref: P}\ny: {<<: *x}\n", "{x: Ref('P'), y: Ref('P')}")]
    [InlineData("'<<': 1\n", "{<<: 1}")]
    [InlineData("a: !Ref\nb: 1\n", "{a: Ref(''), b: 1}")]
    [InlineData("\"a\": \"b\"\n", "{a: 'b'}")]
    [InlineData("a:    \n  b\n", "{a: 'b'}")]
    public void A_document_becomes_nodes(string text, string expected) =>
        Assert.Equal(expected, DocumentText.Show(DocumentText.Read(text).Value));

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("# comment\n")]
    [InlineData("---\n")]
    [InlineData("\uFEFF")]
    public void A_document_without_content_is_null(string text) =>
        Assert.IsType<TemplateValue.Null>(DocumentText.Read(text).Value);

    [Fact]
    public void Every_node_knows_its_line_and_column()
    {
        var value = DocumentText.Read("a:\n  b: !Sub 'x'\n  é: [1, {c: 2}]\n").Value;
        var root = Assert.IsType<TemplateValue.Map>(value);
        var inner = Assert.IsType<TemplateValue.Map>(root.Find("a"));
        var list = Assert.IsType<TemplateValue.List>(inner.Find("é"));

        Assert.Equal(new SourceLocation("t.yaml", 1, 1), root.Location);
        Assert.Equal("t.yaml:2:3", inner.Location.ToString());
        Assert.Equal("t.yaml:2:6", inner.Find("b")!.Location.ToString());
        Assert.Equal("t.yaml:3:3", inner.Entries[1].KeyLocation.ToString());
        Assert.Equal("t.yaml:3:6", list.Location.ToString());
        Assert.Equal("t.yaml:3:7", list.Items[0].Location.ToString());
        Assert.Equal("t.yaml:3:10", list.Items[1].Location.ToString());
    }

    [Theory]
    [InlineData("a: 1\nb: 2\na: 3\n", "{a: 3, b: 2}", "SAM0004 3:1")]
    [InlineData("{a: 1, a: 2}", "{a: 2}", "SAM0004 1:8")]
    [InlineData("a: 1\n[x]: 2\n", "{a: 1}", "SAM0005 2:1")]
    [InlineData("a: 1\n<<: 5\n", "{a: 1}", "SAM0006 2:5")]
    [InlineData("a: 1\n---\nb: 2\n", "{a: 1}", "SAM0007 2:1")]
    [InlineData("k0: 0\nk1: 0\nk2: 0\nk3: 0\nk4: 0\nk5: 0\nk6: 0\nk7: 0\nk8: 0\nk9: 0\nk9: 1\n",
        "{k0: 0, k1: 0, k2: 0, k3: 0, k4: 0, k5: 0, k6: 0, k7: 0, k8: 0, k9: 1}", "SAM0004 11:1")]
    public void A_lesser_fault_is_a_diagnostic_and_reading_goes_on(string text, string expected, string diagnostic)
    {
        var (value, diagnostics) = DocumentText.Read(text);
        var only = Assert.Single(diagnostics);

        Assert.Equal(expected, DocumentText.Show(value));
        Assert.Equal(diagnostic, $"{only.Code} {only.Location.Line}:{only.Location.Column}");
    }

    [Theory]
    [InlineData("a:\n\tb: 1\n", "t.yaml:2:1: a tab indents this line", "2 |  b: 1")]
    [InlineData("a:\n  b: 1\n\tc: 2\n", "t.yaml:3:1: a tab indents this line", "3 |  c: 2")]
    [InlineData("a: [1, 2\nb: 3\n", "t.yaml:1:", "1 | a: [1, 2")]
    [InlineData("a: 'x\n", "t.yaml:", "a: 'x")]
    [InlineData("a: b: c\n", "t.yaml:1:5: ", "1 | a: b: c")]
    [InlineData("a: *x\n", "t.yaml:1:4: alias `*x` has no anchor before it", "1 | a: *x")]
    [InlineData("a: &x [*x]\n", "t.yaml:1:8: alias `*x` contains itself", "1 | a: &x [*x]")]
    [InlineData("a: @x\n", "t.yaml:1:4: ", "1 | a: @x")]
    [InlineData("a: 1\n b: 2\n", "t.yaml:2:", "2 |  b: 2")]
    [InlineData("{a: 1", "t.yaml:1:", "1 | {a: 1")]
    [InlineData("a: %x\n", "t.yaml:1:4: ", "1 | a: %x")]
    [InlineData("- 1\na: 2\n", "t.yaml:2:1: ", "2 | a: 2")]
    public void An_error_names_file_line_and_column_and_shows_the_line(string text, string start, string line)
    {
        var error = DocumentText.Fail(text);

        Assert.StartsWith(start, error.Message, StringComparison.Ordinal);
        Assert.Contains(line, error.Message, StringComparison.Ordinal);
        Assert.EndsWith("^", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(255, true)]
    [InlineData(257, false)]
    [InlineData(10_000, false)]
    public void Depth_is_bounded(int depth, bool isRead)
    {
        foreach (var text in new[]
        {
            new string('[', depth) + new string(']', depth),
            string.Concat(Enumerable.Repeat("{a: ", depth)) + "1" + new string('}', depth),
            string.Concat(Enumerable.Range(0, Math.Min(depth, 2_000)).Select(level => $"{new string(' ', level)}a:\n")),
            string.Concat(Enumerable.Repeat("- ", depth)) + "1\n",
            string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth),
        })
        {
            var error = Record.Exception(() => DocumentText.Read(text));
            Assert.Equal(isRead, error is null);
            Assert.Equal(!isRead, error?.Message.Contains("256 levels", StringComparison.Ordinal) ?? false);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task An_alias_bomb_is_refused()
    {
        await Task.Yield();
        StringBuilder text = new("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var level = 1; level < 30; level++)
        {
            var aliases = string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 10));
            text.Append(CultureInfo.InvariantCulture, $"a{level}: &a{level} [{aliases}]\n");
        }

        Assert.StartsWith("t.yaml:6:", DocumentText.Fail(text.ToString()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_style_YAML_is_written_in_it_is_read_back()
    {
        for (var seed = 0; seed < 5_000; seed++)
        {
            RandomYaml random = new(seed);
            var map = random.Map(depth: 4);
            var text = random.Write(map);
            var (value, diagnostics) = DocumentText.Read(text);

            Assert.Equal(DocumentText.Show(map), DocumentText.Show(value));
            Assert.True(diagnostics.Count == 0, text);
        }
    }

    [Fact]
    public void UTF_16_with_a_byte_order_mark_is_read()
    {
        var bytes = Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("a: é\n")).ToArray();

        Assert.Equal("{a: 'é'}", DocumentText.Show(DocumentText.Read(bytes).Value));
    }
}
