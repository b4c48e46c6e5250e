using System.Text;
using System.Text.Json;

namespace Samlet.Cli.Editors;

/// <summary>
/// Replaces the objects of one list in a JSON file that a person writes, comments included: those whose key begins with
/// a prefix go, new ones stand first, and every other byte stays as it is.
/// </summary>
internal sealed class JsonListEdit(string list, string key, string prefix)
{
    private static readonly JsonReaderOptions Lenient = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <exception cref="JsonException">The text is no JSON object, or the list is something else.</exception>
    public string Apply(string text, IReadOnlyList<string> added)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (Find(bytes) is not { } found)
        {
            var brace = text.IndexOf('{', StringComparison.Ordinal) + 1;
            var rest = text[brace..];
            var comma = rest.AsSpan().TrimStart().StartsWith("}") ? "" : ",";
            return $"{text[..brace]}\n    \"{list}\": [\n{Join(added)}\n    ]{comma}{rest}";
        }

        var (start, end) = (found.Start, found.End);
        List<string> kept = [];
        var from = start + 1;
        foreach (var item in found.Items)
        {
            if (!item.IsOwn)
            {
                kept.Add(Encoding.UTF8.GetString(bytes.AsSpan(from..item.End)));
            }

            from = AfterComma(bytes, item.End, end);
        }

        var before = Encoding.UTF8.GetString(bytes.AsSpan(0, start + 1));
        var after = Encoding.UTF8.GetString(bytes.AsSpan(from));
        var separator = added.Count > 0 && kept.Count > 0 ? "," : "";
        return $"{before}\n{Join(added)}{separator}{string.Join(',', kept)}{LineBreak(after)}{after}";
    }

    private static string LineBreak(string after) => after.StartsWith(']') ? "\n    " : "";

    private static string Join(IReadOnlyList<string> items) => string.Join(",\n", items.Select(Indent));

    private static string Indent(string item) =>
        "        " + item.Replace("\n", "\n        ", StringComparison.Ordinal);

    private FoundList? Find(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes, Lenient);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("not a JSON object");
        }

        FoundList? found = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isList = reader.ValueTextEquals(list);
            reader.Read();
            if (isList)
            {
                found = ReadList(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return found;
    }

    private FoundList ReadList(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException($"`{list}` is not a list");
        }

        var start = (int)reader.TokenStartIndex;
        List<FoundItem> items = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var isOwn = ReadItem(ref reader);
            items.Add(new FoundItem((int)reader.BytesConsumed, isOwn));
        }

        return new FoundList(start, (int)reader.TokenStartIndex, items);
    }

    /// <summary>Leaves the reader at the end of the item.</summary>
    private bool ReadItem(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return false;
        }

        var isOwn = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isKey = reader.ValueTextEquals(key);
            reader.Read();
            isOwn |= isKey && reader.TokenType == JsonTokenType.String
                && reader.GetString()!.StartsWith(prefix, StringComparison.Ordinal); // A string token has one.
            reader.Skip();
        }

        return isOwn;
    }

    /// <summary>Between two items stand blanks, comments and one comma; behind the last the comma may lack.</summary>
    private static int AfterComma(ReadOnlySpan<byte> bytes, int from, int end)
    {
        for (var i = from; i < end; i++)
        {
            var rest = bytes[i..end];
            if (rest.StartsWith("//"u8))
            {
                i += Math.Max(rest.IndexOf((byte)'\n'), 1);
            }
            else if (rest.StartsWith("/*"u8))
            {
                i += rest.IndexOf("*/"u8) + 1;
            }
            else if (bytes[i] == (byte)',')
            {
                return i + 1;
            }
        }

        return from;
    }

    private sealed record FoundList(int Start, int End, IReadOnlyList<FoundItem> Items);

    private readonly record struct FoundItem(int End, bool IsOwn);
}
