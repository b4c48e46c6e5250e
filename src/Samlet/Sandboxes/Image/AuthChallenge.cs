namespace Samlet.Sandboxes.Image;

/// <summary>
/// `WWW-Authenticate: Bearer realm="…",service="…",scope="…"`, or `Basic realm="…"`.
/// Source: RFC 9110, section 11.6.1.
/// </summary>
internal sealed record AuthChallenge(string Scheme, IReadOnlyDictionary<string, string> Parameters)
{
    public bool IsBearer => Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase);

    public bool IsBasic => Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase);

    public string? Find(string name) => Parameters.GetValueOrDefault(name);

    public static AuthChallenge Read(string scheme, string? text)
    {
        Dictionary<string, string> parameters = new(StringComparer.OrdinalIgnoreCase);
        var rest = (text ?? "").AsSpan().Trim();
        while (rest.Length > 0 && rest.IndexOf('=') is > 0 and var equals)
        {
            var name = rest[..equals].Trim(" ,").ToString();
            parameters[name] = TakeValue(rest[(equals + 1)..].TrimStart(), out rest);
        }

        return new AuthChallenge(scheme, parameters);
    }

    /// <summary>A token, or a text in quotes in which a backslash takes the meaning of what follows.</summary>
    private static string TakeValue(ReadOnlySpan<char> text, out ReadOnlySpan<char> rest)
    {
        if (!text.StartsWith("\""))
        {
            var end = text.IndexOf(',');
            rest = end < 0 ? [] : text[(end + 1)..];
            return (end < 0 ? text : text[..end]).Trim().ToString();
        }

        var value = new System.Text.StringBuilder();
        var position = 1;
        for (; position < text.Length && text[position] != '"'; position++)
        {
            position += text[position] == '\\' && position + 1 < text.Length ? 1 : 0;
            value.Append(text[position]);
        }

        rest = text[Math.Min(position + 1, text.Length)..];
        return value.ToString();
    }
}
