using System.Text;
using Samlet.Toml;

namespace Samlet.Tests.Toml;

/// <summary>The rules of toml.io/en/v1.0.0 one by one, what they allow and what they forbid.</summary>
public sealed class TomlDocumentTests
{
    [Theory]
    // Comments, white space, line ends
    [InlineData("", "{}")]
    [InlineData("\n\n  \t\n", "{}")]
    [InlineData("# only this", "{}")]
    [InlineData("# tab\there, ä and 🐟\n", "{}")]
    [InlineData("a = 1 # one\r\nb = 2\r\n", "{a=1, b=2}")]
    [InlineData("a=\"# no comment\"", "{a=\"# no comment\"}")]
    // Keys
    [InlineData("bare_key = 1\nbare-key = 2\n1234 = 3", "{bare_key=1, bare-key=2, 1234=3}")]
    [InlineData("\"127.0.0.1\" = 1\n'key 2' = 2\n\"ʎǝʞ\" = 3", "{127.0.0.1=1, key 2=2, ʎǝʞ=3}")]
    [InlineData("\"\" = 1", "{=1}")]
    [InlineData("'' = 1", "{=1}")]
    [InlineData("\"a\\tb\" = 1", "{a\tb=1}")]
    [InlineData("a.b.c = 1\na.b.d = 2\na.\"e.f\" = 3", "{a={b={c=1, d=2}, e.f=3}}")]
    [InlineData("a . b=1\na\t.\tc=2", "{a={b=1, c=2}}")]
    [InlineData("apple.a = 1\norange.a = 2\napple.b = 3", "{apple={a=1, b=3}, orange={a=2}}")]
    [InlineData("3.14159 = 1", "{3={14159=1}}")]
    [InlineData("true = 1\ninf = 2", "{true=1, inf=2}")]
    // Basic strings
    [InlineData(@"a = ""\b\t\n\f\r\""\\""", "{a=\"\b\t<lf>\f<cr>\"\\\"}")]
    [InlineData(@"a = ""\u00E9 \U0001F41F""", "{a=\"é 🐟\"}")]
    [InlineData(@"a = """"", "{a=\"\"}")]
    // Strings of several lines
    [InlineData("a = \"\"\"\nRoses\nViolets\"\"\"", "{a=\"Roses<lf>Violets\"}")]
    [InlineData("a = \"\"\"\r\nRoses\r\nViolets\"\"\"", "{a=\"Roses<cr><lf>Violets\"}")]
    [InlineData("a = \"\"\"\\\n   The quick \\  \n\n   fox.\\\n  \"\"\"", "{a=\"The quick fox.\"}")]
    [InlineData("a = \"\"\"one\\\r\n two\"\"\"", "{a=\"onetwo\"}")]
    [InlineData("a = \"\"\"\"\"\"", "{a=\"\"}")]
    [InlineData("a = \"\"\"Here are two: \"\". Simple.\"\"\"", "{a=\"Here are two: \"\". Simple.\"}")]
    [InlineData("a = \"\"\"three: \"\"\\\".\"\"\"", "{a=\"three: \"\"\".\"}")]
    [InlineData("a = \"\"\"\"This,\" she said.\"\"\"", "{a=\"\"This,\" she said.\"}")]
    [InlineData("a = \"\"\"x\"\"\"\"\"", "{a=\"x\"\"\"}")]
    // Literal strings
    [InlineData(@"a = 'C:\Users\nodejs'", @"{a=""C:\Users\nodejs""}")]
    [InlineData("a = '<\\i\\c*\\s*>'", "{a=\"<\\i\\c*\\s*>\"}")]
    [InlineData("a = '''\nI [dw]on't \\\n'''", "{a=\"I [dw]on't \\<lf>\"}")]
    [InlineData("a = '''That,' she said'''''", "{a=\"That,' she said''\"}")]
    [InlineData("a = ''''x'''", "{a=\"'x\"}")]
    // Integers
    [InlineData("a = +99\nb = 42\nc = 0\nd = -17\ne = -0\nf = +0", "{a=99, b=42, c=0, d=-17, e=0, f=0}")]
    [InlineData("a = 1_000\nb = 5_349_221\nc = 1_2_3_4_5", "{a=1000, b=5349221, c=12345}")]
    [InlineData(
        "a = 0xDEADBEEF\nb = 0xdead_beef\nc = 0o755\nd = 0b1101_0110\ne = 0x00",
        "{a=3735928559, b=3735928559, c=493, d=214, e=0}")]
    [InlineData("a = 9223372036854775807\nb = -9223372036854775808", "{a=9223372036854775807, b=-9223372036854775808}")]
    [InlineData("a = 0x7FFFFFFFFFFFFFFF", "{a=9223372036854775807}")]
    // Floats
    [InlineData("a = +1.0\nb = 3.1415\nc = -0.01", "{a=float 1, b=float 3.1415, c=float -0.01}")]
    [InlineData(
        "a = 5e+22\nb = 1e06\nc = -2E-2\nd = 6.626e-34",
        "{a=float 5E+22, b=float 1000000, c=float -0.02, d=float 6.626E-34}")]
    [InlineData("a = 224_617.445_991_228\nb = 1e1_0", "{a=float 224617.445991228, b=float 10000000000}")]
    [InlineData(
        "a = inf\nb = +inf\nc = -inf\nd = nan\ne = -nan\nf = +nan",
        "{a=float Infinity, b=float Infinity, c=float -Infinity, d=float NaN, e=float NaN, f=float NaN}")]
    [InlineData("a = 0e0\nb = -0.0", "{a=float 0, b=float -0}")]
    // Booleans
    [InlineData("a = true\nb = false", "{a=true, b=false}")]
    // Dates and times
    [InlineData("a = 1979-05-27T07:32:00Z", "{a=OffsetDateTime 1979-05-27T07:32:00Z}")]
    [InlineData("a = 1979-05-27T00:32:00.999999-07:00", "{a=OffsetDateTime 1979-05-27T00:32:00.999999-07:00}")]
    [InlineData("a = 1979-05-27 07:32:00z # blank", "{a=OffsetDateTime 1979-05-27 07:32:00z}")]
    [InlineData("a = 1979-05-27t07:32:00", "{a=LocalDateTime 1979-05-27t07:32:00}")]
    [InlineData(
        "a = [1979-05-27, 07:32:00, 2000-02-29 23:59:60.5]",
        "{a=[LocalDate 1979-05-27, LocalTime 07:32:00, LocalDateTime 2000-02-29 23:59:60.5]}")]
    [InlineData("a = 1979-05-27 # 07:32:00", "{a=LocalDate 1979-05-27}")]
    // Arrays
    [InlineData("a = []\nb = [ [] , [ 1 , 2 ] , [\"x\"] ]", "{a=[], b=[[], [1, 2], [\"x\"]]}")]
    [InlineData("a = [ 0.1, 1, \"x\", { b = 1 } ]", "{a=[float 0.1, 1, \"x\", {b=1}]}")]
    [InlineData("a = [\n  1, # one\n  2,\n\n  # end\n]", "{a=[1, 2]}")]
    [InlineData("a = [1\r\n,\r\n2\r\n]", "{a=[1, 2]}")]
    // Tables
    [InlineData("[a]\n[b]\nk = 1", "{a={}, b={k=1}}")]
    [InlineData("[dog.\"tater.man\"]\ntype.name = \"pug\"", "{dog={tater.man={type={name=\"pug\"}}}}")]
    [InlineData("[ a . b ]\nk=1 # c", "{a={b={k=1}}}")]
    [InlineData("[x.y.z.w]\n[x]\nk = 1", "{x={y={z={w={}}}, k=1}}")]
    [InlineData(
        "[fruit]\napple.color = \"red\"\napple.taste.sweet = true\n[fruit.apple.texture]\nsmooth = true",
        "{fruit={apple={color=\"red\", taste={sweet=true}, texture={smooth=true}}}}")]
    [InlineData("[a.b]\nk=1\n[a.c]\nk=2", "{a={b={k=1}, c={k=2}}}")]
    [InlineData("[a.b.c]\nz=9\n[a]\nb.d=1", "{a={b={c={z=9}, d=1}}}")]
    [InlineData("[a] # c\n[a.b] # d\n", "{a={b={}}}")]
    // Inline tables
    [InlineData("a = {}\nb = { x = 1, y.z = 2 , y.w = 3 }", "{a={}, b={x=1, y={z=2, w=3}}}")]
    [InlineData("a = { b = [\n1,\n2\n] }", "{a={b=[1, 2]}}")]
    [InlineData("a = { \"b\" = '''\nx''' }", "{a={b=\"x\"}}")]
    // Arrays of tables
    [InlineData("[[p]]\nn = 1\n[[p]]\n[[p]]\nn = 3", "{p=[{n=1}, {}, {n=3}]}")]
    [InlineData(
        "[[f]]\nn=1\n[f.physical]\nc=1\n[[f.v]]\nn=2\n[[f.v]]\nn=3\n[[f]]\n[[f.v]]\nn=4",
        "{f=[{n=1, physical={c=1}, v=[{n=2}, {n=3}]}, {v=[{n=4}]}]}")]
    [InlineData("[[a.b]]\n[a]\nc=1", "{a={b=[{}], c=1}}")]
    [InlineData("\uFEFFa = 1", "{a=1}")]
    public void A_valid_document_is_read(string text, string expected) =>
        Assert.Equal(expected, TomlText.Of(TomlDocument.Read(Encoding.UTF8.GetBytes(text)).Root));

    [Theory]
    // Key and value on one line, one to a line
    [InlineData("key = # INVALID", 1, 7, "a value is missing")]
    [InlineData("key =", 1, 6, "a value is missing")]
    [InlineData("key =\n1", 1, 6, "a value is missing")]
    [InlineData("key", 1, 4, "`=` is missing after the key")]
    [InlineData("a b = 1", 1, 3, "`=` is missing")]
    [InlineData("a = 1 b = 2", 1, 7, "only one thing can stand on a line")]
    [InlineData("= 1", 1, 1, "a key is missing")]
    [InlineData("a. = 1", 1, 4, "a key is missing")]
    [InlineData(".a = 1", 1, 1, "a key is missing")]
    [InlineData("a..b = 1", 1, 3, "a key is missing")]
    [InlineData("ä = 1", 1, 1, "a key is missing")]
    [InlineData("\"\"\"a\"\"\" = 1", 1, 3, "`=` is missing")]
    [InlineData("x = 1\ry = 2", 1, 6, "only one thing")]
    [InlineData("# a\0b", 1, 4, "control character U+0000")]
    [InlineData("# a\u007fb", 1, 4, "control character U+007F")]
    [InlineData("# a\rb", 1, 4, "control character U+000D")]
    // Keys once only
    [InlineData("name = 1\nname = 2", 2, 1, "the key `name` is there already")]
    [InlineData("spelling = 1\n\"spelling\" = 2", 2, 1, "the key `spelling` is there already")]
    [InlineData(
        "fruit.apple = 1\nfruit.apple.smooth = true",
        2,
        7,
        "`apple` is there already and cannot grow by a dotted key")]
    [InlineData("a.b = 1\na = 2", 2, 1, "the key `a` is there already")]
    [InlineData("a = { x = 1, x = 2 }", 1, 14, "the key `x` is there already")]
    [InlineData("a = { x.y = 1, x = 2 }", 1, 16, "the key `x` is there already")]
    // Strings
    [InlineData("a = \"x", 1, 5, "has no end on its line")]
    [InlineData("a = 'x", 1, 5, "has no end on its line")]
    [InlineData("a = \"x\n\"", 1, 5, "has no end on its line")]
    [InlineData("a = \"\"\"x\n\"\"", 1, 5, "has no end")]
    [InlineData("a = '''x\n''", 1, 5, "has no end")]
    [InlineData(@"a = ""\q""", 1, 6, "no such escape")]
    [InlineData(@"a = ""\x41""", 1, 6, "no such escape")]
    [InlineData(@"a = ""\u12""", 1, 6, "needs the 4 hexadecimal digits")]
    [InlineData(@"a = ""\u12G4""", 1, 6, "needs the 4 hexadecimal digits")]
    [InlineData(@"a = ""\uD800""", 1, 6, "needs the 4 hexadecimal digits")]
    [InlineData(@"a = ""\U00110000""", 1, 6, "needs the 8 hexadecimal digits")]
    [InlineData("a = \"\u0001\"", 1, 6, "control character U+0001")]
    [InlineData("a = '\u0000'", 1, 6, "control character U+0000")]
    [InlineData("a = '\r'", 1, 6, "control character U+000D")]
    [InlineData("a = \"\"\"\u001f\"\"\"", 1, 8, "control character U+001F")]
    [InlineData("a = \"\"\"x\"\"\"\"\"\"", 1, 14, "only one thing")]
    [InlineData("a = '''15 apostrophes''''''", 1, 27, "only one thing")]
    [InlineData("a = \"\"\"x\\ y\"\"\"", 1, 9, "no such escape")]
    // Numbers
    [InlineData("a = 01", 1, 5, "`01` is no value")]
    [InlineData("a = -01", 1, 5, "`-01` is no value")]
    [InlineData("a = 1__0", 1, 5, "is no value")]
    [InlineData("a = _1", 1, 5, "is no value")]
    [InlineData("a = 1_", 1, 5, "is no value")]
    [InlineData("a = 0x", 1, 5, "is no value")]
    [InlineData("a = 0x_1", 1, 5, "is no value")]
    [InlineData("a = 0XFF", 1, 5, "is no value")]
    [InlineData("a = +0x1", 1, 5, "is no value")]
    [InlineData("a = 0o8", 1, 5, "is no value")]
    [InlineData("a = 0b2", 1, 5, "is no value")]
    [InlineData("a = ++1", 1, 5, "is no value")]
    [InlineData("a = 9223372036854775808", 1, 5, "does not fit into 64 bits")]
    [InlineData("a = -9223372036854775809", 1, 5, "does not fit into 64 bits")]
    [InlineData("a = 0x8000000000000000", 1, 5, "does not fit into 64 bits")]
    [InlineData("a = .7", 1, 5, "is no value")]
    [InlineData("a = 7.", 1, 5, "is no value")]
    [InlineData("a = 3.e+20", 1, 5, "is no value")]
    [InlineData("a = 1e", 1, 5, "is no value")]
    [InlineData("a = 1._5", 1, 5, "is no value")]
    [InlineData("a = 1_.5", 1, 5, "is no value")]
    [InlineData("a = 03.14", 1, 5, "is no value")]
    [InlineData("a = 1.2.3", 1, 5, "is no value")]
    [InlineData("a = Inf", 1, 5, "is no value")]
    [InlineData("a = NaN", 1, 5, "is no value")]
    [InlineData("a = True", 1, 5, "`True` is no value: text stands in quotes")]
    [InlineData("a = word", 1, 5, "`word` is no value: text stands in quotes")]
    // Dates and times
    [InlineData("a = 1979-13-01", 1, 5, "is no value")]
    [InlineData("a = 1979-00-01", 1, 5, "is no value")]
    [InlineData("a = 2001-02-29", 1, 5, "is no value")]
    [InlineData("a = 2000-01-32", 1, 5, "is no value")]
    [InlineData("a = 79-05-27", 1, 5, "is no value")]
    [InlineData("a = 1979-5-27", 1, 5, "is no value")]
    [InlineData("a = 24:00:00", 1, 5, "is no value")]
    [InlineData("a = 07:60:00", 1, 5, "is no value")]
    [InlineData("a = 07:32:61", 1, 5, "is no value")]
    [InlineData("a = 07:32", 1, 5, "is no value")]
    [InlineData("a = 07:32:00.", 1, 5, "is no value")]
    [InlineData("a = 1979-05-27T", 1, 5, "is no value")]
    [InlineData("a = 1979-05-27T07:32", 1, 5, "is no value")]
    [InlineData("a = 1979-05-27T07:32:00+25:00", 1, 5, "is no value")]
    [InlineData("a = 1979-05-27T07:32:00+07", 1, 5, "is no value")]
    [InlineData("a = 1979-05-27  07:32:00", 1, 17, "only one thing")]
    [InlineData("a = 1979-05-27Z", 1, 5, "is no value")]
    // Arrays and inline tables
    [InlineData("a = [1 2]", 1, 8, "`,` or `]` is missing in the array")]
    [InlineData("a = [1,,2]", 1, 8, "a value is missing")]
    [InlineData("a = [,]", 1, 6, "a value is missing")]
    [InlineData("a = [1", 1, 7, "`,` or `]` is missing in the array")]
    [InlineData("a = [1,\n", 2, 1, "a value is missing")]
    [InlineData("a = { x = 1, }", 1, 14, "a key is missing")]
    [InlineData("a = { x = 1\n}", 1, 12, "`}` is missing at the end of the inline table")]
    [InlineData("a = {\n}", 1, 6, "a key is missing")]
    [InlineData("a = { x = 1 y = 2 }", 1, 13, "`}` is missing")]
    [InlineData("a = { x = 1 # c\n}", 1, 13, "`}` is missing")]
    [InlineData("a = { x = 1 }\na.y = 2", 2, 1, "cannot grow by a dotted key")]
    [InlineData("a = { x = 1 }\n[a.y]", 2, 2, "is no table that can grow")]
    [InlineData("a = { x = 1 }\n[a]", 2, 2, "is no table that can grow")]
    [InlineData("[a]\nt.n = 1\nt = { e = 1 }", 3, 1, "the key `t` is there already")]
    [InlineData("a = { b = { c = 1 }, b.d = 2 }", 1, 22, "cannot grow by a dotted key")]
    // Tables
    [InlineData("[a", 1, 3, "`]` is missing at the end of the table's name")]
    [InlineData("[]", 1, 2, "a key is missing")]
    [InlineData("[a.]", 1, 4, "a key is missing")]
    [InlineData("[a]b = 1", 1, 4, "only one thing")]
    [InlineData("[a] [b]", 1, 5, "only one thing")]
    [InlineData("[a]\n[a]", 2, 2, "the table `a` is there already")]
    [InlineData("[fruit]\napple = 1\n[fruit.apple]", 3, 8, "is no table that can grow")]
    [InlineData("[fruit]\napple.color = 1\n[fruit.apple]", 3, 8, "the table `apple` is there already")]
    [InlineData("[fruit]\napple.taste.sweet = 1\n[fruit.apple.taste]", 3, 14, "the table `taste` is there already")]
    [InlineData("a.b = 1\n[a]", 2, 2, "the table `a` is there already")]
    [InlineData("[a.b.c]\nz = 9\n[a]\nb.c.t = 1", 4, 3, "cannot grow by a dotted key")]
    [InlineData("[a.b.c.d]\nz = 9\n[a]\nb.c.d.k.t = 1", 4, 5, "cannot grow by a dotted key")]
    [InlineData("[a.b.c]\n[a]\nb.d = 1\n[a.b]", 4, 4, "the table `b` is there already")]
    [InlineData("a = 1\n[a.b]", 2, 2, "is no table that can grow")]
    // Arrays of tables
    [InlineData("[[a]", 1, 5, "`]` is missing at the end of the table's name")]
    [InlineData("[[a] ]", 1, 5, "`]` is missing at the end of the table's name")]
    [InlineData("[ [a]]", 1, 3, "a key is missing")]
    [InlineData("[fruit.physical]\n[[fruit]]", 2, 3, "`fruit` is there already and is no array of tables")]
    [InlineData("fruits = []\n[[fruits]]", 2, 3, "is no array of tables")]
    [InlineData("[[f]]\n[[f.v]]\n[f.v]", 3, 4, "is no table that can grow")]
    [InlineData("[[f]]\n[f.p]\n[[f.p]]", 3, 5, "is no array of tables")]
    [InlineData("[[a]]\n[a]", 2, 2, "is no table that can grow")]
    [InlineData("[a]\n[[a]]", 2, 3, "is no array of tables")]
    [InlineData("[[a.b]]\n[a]\nb.y = 2", 3, 1, "cannot grow by a dotted key")]
    [InlineData("a = [{ b = 1 }]\n[a.c]", 2, 2, "is no table that can grow")]
    public void What_the_specification_forbids_is_refused(string text, int line, int column, string message)
    {
        var fault = Assert.Throws<TomlException>(() => TomlDocument.Read(Encoding.UTF8.GetBytes(text)));

        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), (fault.Line, fault.Column));
    }

    [Theory]
    [InlineData("a = \"\xff\"", 1, 6)]
    [InlineData("a = 1\n# \xe9", 2, 3)]
    [InlineData("a = 1\n# \xed\xa0\x80", 2, 3)]
    public void Bytes_that_are_not_UTF_8_are_refused_where_they_stand(string latin, int line, int column)
    {
        var fault = Assert.Throws<TomlException>(() => TomlDocument.Read(Encoding.Latin1.GetBytes(latin)));

        Assert.Equal(("this is not UTF-8", line, column), (fault.Message, fault.Line, fault.Column));
    }

    [Theory]
    [InlineData("a = ", "[")]
    [InlineData("a = ", "{a=")]
    [InlineData("a = ", "[{a=")]
    [InlineData("", "a.")]
    [InlineData("[", "a.")]
    [InlineData("a = ", "{a.a.a.a.a.a.a.a.a=")]
    public void Bottomless_nesting_is_refused(string start, string step)
    {
        var text = start + string.Concat(Enumerable.Repeat(step, 10_000)) + "b";

        Assert.Throws<TomlException>(() => TomlDocument.Read(text));
    }

    [Fact]
    public void Everything_knows_its_place()
    {
        const string Text = "# first\n[server]\n  port = 8080 # here\n  \"host\" = 'h'\n";
        var document = TomlDocument.Read(Text);

        var server = (TomlValue.Table)document.Root.Find("server")!;
        var (port, host) = (server.Entries[0], server.Entries[1]);
        Assert.Equal("[server]", Cut(Text, server.Header!.Value));
        Assert.Equal(("port", "8080"), (Cut(Text, port.KeySpan), Cut(Text, port.Value.Span)));
        Assert.Equal(("\"host\"", "'h'"), (Cut(Text, host.KeySpan), Cut(Text, host.Value.Span)));
        Assert.Equal((3, 10), document.Locate(port.Value.Span.Start));
        Assert.Equal((2, 1), document.Locate(server.Span.Start));
    }

    private static string Cut(string text, TomlSpan span) => text[span.Start..span.End];
}
