using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Samlet.Templates;

/// <summary>A values file to fill in: every value that only the cloud knows, with its placeholder.</summary>
internal static class ValuesTemplate
{
    private static readonly SearchValues<char> _plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./-");

    public static string Write(IEnumerable<CloudValue> values)
    {
        StringBuilder text = new();
        var groups = values.ToLookup(value => value.Kind);
        WriteSection(text, "resources", groups[CloudValueKind.Resource]);
        WriteSection(text, "exports", groups[CloudValueKind.Export]);
        WriteSection(text, "ssm", groups[CloudValueKind.Ssm]);
        WriteSection(text, "secrets", groups[CloudValueKind.Secret]);
        return text.ToString();
    }

    private static void WriteSection(StringBuilder text, string name, IEnumerable<CloudValue> values)
    {
        var started = false;
        foreach (var named in values.GroupBy(value => value.Name))
        {
            text.Append(started ? "" : $"{name}:\n").Append($"  {Quote(named.Key)}:");
            started = true;
            if (named.First().Attribute is null)
            {
                text.Append($" {Quote(named.First().Placeholder)}\n");
                continue;
            }

            text.Append('\n');
            foreach (var value in named.Where(value => value.Attribute is not null).DistinctBy(value => value.Attribute))
            {
                text.Append($"    {Quote(value.Attribute!)}: {Quote(value.Placeholder)}\n"); // Null is filtered out.
            }
        }
    }

    // A JSON string is a YAML scalar whatever is in it; plain words need no quotes.
    private static string Quote(string text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0]) && !text.AsSpan().ContainsAnyExcept(_plain) && !IsKeyword(text)
            ? text
            : $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    private static bool IsKeyword(string text) => text.ToUpperInvariant() is "NULL" or "TRUE" or "FALSE" or "YES" or "NO";
}
