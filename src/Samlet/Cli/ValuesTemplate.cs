using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Samlet.Templates;

namespace Samlet.Cli;

/// <summary>
/// A file for `--values` that holds every value only the cloud knows, each with what stands in for it now.
/// </summary>
internal static class ValuesTemplate
{
    private static readonly (CloudValueKind Kind, string Section)[] Sections =
    [
        (CloudValueKind.Resource, "resources"),
        (CloudValueKind.Export, "exports"),
        (CloudValueKind.Ssm, "ssm"),
        (CloudValueKind.Secret, "secrets"),
    ];

    public static string Write(IReadOnlyList<CloudValue> values)
    {
        var text = new StringBuilder(
            "# For --values: what the templates take from the cloud. Replace what you know, delete the rest.\n");
        foreach (var (kind, section) in Sections)
        {
            var names = values.Where(value => value.Kind == kind).GroupBy(value => value.Name, StringComparer.Ordinal)
                .ToList();
            if (names.Count > 0)
            {
                text.Append(section).Append(":\n");
                names.ForEach(name => AppendName(text, name.Key, [.. name.DistinctBy(value => value.Attribute)]));
            }
        }

        return text.ToString();
    }

    private static void AppendName(StringBuilder text, string name, List<CloudValue> values)
    {
        text.Append("  ").Append(Quote(name)).Append(':');
        if (values is [{ Attribute: null } only])
        {
            text.Append(' ').Append(Quote(only.Placeholder)).Append('\n');
            return;
        }

        text.Append('\n');
        foreach (var value in values)
        {
            text.Append("    ").Append(Quote(value.Attribute ?? "Ref")).Append(": ").Append(Quote(value.Placeholder))
                .Append('\n');
        }
    }

    /// <summary>JSON's quoting is YAML's too; plain words stay plain.</summary>
    private static string Quote(string text) =>
        text.Length > 0 && char.IsAsciiLetter(text[0])
            && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '/' or '.')
        && !text.Equals("true", StringComparison.OrdinalIgnoreCase)
            && !text.Equals("false", StringComparison.OrdinalIgnoreCase)
        && !text.Equals("null", StringComparison.OrdinalIgnoreCase)
            ? text
            : $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
