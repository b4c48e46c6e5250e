using FsCheck;
using FsCheck.Fluent;
using Samlet.Toml;

namespace Samlet.Tests.Toml;

public sealed class TomlPropertyTests
{
    private static readonly Config Config = Config.QuickThrowOnFailure.WithMaxTest(1_000).WithQuietOnSuccess(true);

    private static readonly string[] Pieces =
    [
        "a", "b.c", "\"q\"", "''", "=", " = ", "\n", "\r\n", "\r", "#", " ", "\t", ",", ".", "[", "]", "[[", "]]", "{",
        "}", "\"", "'", "\"\"\"", "'''", "\\", "\\u00e9", "\\U00110000", "\\\n", "1", "-0", "0x", "1_0", "1.5", "nan",
        "true", "1979-05-27", "T07:32:00Z", " 07:32:00", "\0", "\u007f", "\ud800", "\udc00", "🐟", "ä",
        "9223372036854775808", "[a]\n", "[a.b]\n", "[[a]]\n", "a = 1\n", "b.c = { d = [1, 2], e.f = 'x' }\n",
    ];

    private static readonly string[] Documents =
    [
        "# c\ntitle = \"x\" # d\n[owner]\nname = 'T'\ndob = 1979-05-27T07:32:00-08:00\n[db]\nports = [ 8000, 8001 ]\n",
        "a.b.c = 1\n[x.y]\nk = { p = 1, q.r = [ { s = 2 } ] }\n[[z]]\n[[z]]\nn = 0x1F\n[z.w]\nf = 6.626e-34\n",
        "s = \"\"\"\nx \\\n  y \\u00e9\"\"\"\nt = '''\nz'''\n\"k 1\" = [\n1, # one\n2,\n]\n",
    ];

    [Fact]
    public void Whatever_is_read_gives_a_document_or_a_fault_inside_the_text() =>
        Check.One(Config, Prop.ForAll(Texts(), HasDocumentOrFaultInside));

    [Fact]
    public void A_document_with_a_slip_gives_a_document_or_a_fault_inside_the_text() =>
        Check.One(Config, Prop.ForAll(DocumentsWithASlip(), HasDocumentOrFaultInside));

    [Fact]
    public void What_is_written_is_read_again() =>
        Check.One(Config, Prop.ForAll(Tables().ToArbitrary(), IsReadAgain));

    [Fact]
    public void Every_span_holds_its_own_value() =>
        Check.One(Config, Prop.ForAll(Tables().ToArbitrary(), HoldsItsSpans));

    private static bool HasDocumentOrFaultInside(string text)
    {
        try
        {
            return TomlDocument.Read(text).Text == text;
        }
        catch (TomlException fault)
        {
            var lines = text.Split('\n');
            return fault.Line >= 1 && fault.Line <= lines.Length
                && fault.Column >= 1 && fault.Column <= lines[fault.Line - 1].Length + 1;
        }
    }

    private static bool IsReadAgain(TomlValue.Table table)
    {
        var lines = string.Concat(table.Entries.Select(entry => $"{TomlFormat.Entry(entry)}\n"));
        var inline = TomlDocument.Read($"t = {TomlFormat.Value(table)}").Root.Find("t")!;
        string[] read = [TomlText.Of(TomlDocument.Read(lines).Root), TomlText.Of(inline)];
        return read.All(text => text == TomlText.Of(table));
    }

    private static bool HoldsItsSpans(TomlValue.Table table)
    {
        var lines = table.Entries.Select(entry => $" {TomlFormat.Entry(entry)} # c\n");
        var document = TomlDocument.Read(string.Concat(lines));
        return document.Root.Entries.All(entry =>
            document.Text[entry.KeySpan.Start..entry.KeySpan.End] == TomlFormat.Key(entry.Key)
            && document.Text[entry.Value.Span.Start..entry.Value.Span.End] == TomlFormat.Value(entry.Value));
    }

    private static Arbitrary<string> Texts() =>
        Gen.Elements(Pieces).ListOf().Select(pieces => string.Concat(pieces)).ToArbitrary();

    private static Arbitrary<string> DocumentsWithASlip() => (
        from document in Gen.Elements(Documents)
        from place in Gen.Choose(0, document.Length)
        from removed in Gen.Choose(0, 3)
        from added in Gen.Elements(Pieces)
        select document[..place] + added + document[Math.Min(document.Length, place + removed)..]).ToArbitrary();

    private static Gen<TomlValue.Table> Tables() => Gen.Sized(size => TableOf(Math.Min(size, 20)));

    private static Gen<TomlValue.Table> TableOf(int size) =>
        from keys in Words().ListOf(Math.Min(size, 4))
        from values in ValueOf(size / 2).ListOf(keys.Count)
        let entries = keys.Zip(values, (key, value) => new TomlEntry(key, default, value))
        select new TomlValue.Table([.. entries.DistinctBy(entry => entry.Key)]);

    private static Gen<string> Words() => Gen.OneOf(
        ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => text.Get),
        Gen.Elements(Pieces)).Select(Whole);

    private static Gen<TomlValue> ValueOf(int size)
    {
        var scalars = Gen.OneOf(
            Words().Select(text => (TomlValue)new TomlValue.Text(text)),
            ArbMap.Default.GeneratorFor<long>().Select(number => (TomlValue)new TomlValue.Integer(number)),
            ArbMap.Default.GeneratorFor<double>().Select(number => (TomlValue)new TomlValue.Float(number)),
            ArbMap.Default.GeneratorFor<bool>().Select(value => (TomlValue)new TomlValue.Boolean(value)),
            Gen.Constant((TomlValue)new TomlValue.Moment("1979-05-27T07:32:00Z", TomlMomentKind.OffsetDateTime)));
        return size == 0
            ? scalars
            : Gen.OneOf(
                scalars,
                ValueOf(size / 2).ListOf(size % 5).Select(items => (TomlValue)new TomlValue.Array([.. items])),
                TableOf(size / 2).Select(table => (TomlValue)table));
    }

    // Half characters cannot be written as UTF-8, and so not as TOML.
    private static string Whole(string text) => string.Concat(text.EnumerateRunes().Select(rune => rune.ToString()));
}
