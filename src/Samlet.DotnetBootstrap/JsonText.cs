using System.Globalization;
using System.Text;

namespace Samlet.DotnetBootstrap;

/// <summary>Texts for the inside of JSON quotes, with the escapes that the service's client writes.</summary>
internal static class JsonText
{
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var character in text)
        {
            _ = character switch
            {
                '"' => escaped.Append("\\\""),
                '\\' => escaped.Append("\\\\"),
                '\n' => escaped.Append("\\n"),
                '\r' => escaped.Append("\\r"),
                '\t' => escaped.Append("\\t"),
                '\f' => escaped.Append("\\f"),
                '\b' => escaped.Append("\\b"),
                < ' ' or '\u0085' or '\u2028' or '\u2029' =>
                    escaped.Append("\\u").Append(((int)character).ToString("X4", CultureInfo.InvariantCulture)),
                _ => escaped.Append(character),
            };
        }

        return escaped.ToString().Trim();
    }
}
