using System.Globalization;
using System.Text;

namespace Samlet.Templates;

/// <summary>
/// Fills the patterns of <see cref="ResourceKind"/>: `{name}`, `{lower}`, `{region}`, `{account}`, `{partition}`, `{dns}`,
/// `{arn:service}`, `{function}` (of an alias or version) are facts; `{id}`, `{ID}`, `{hex}`, `{uuid}` are invented from the
/// logical ID, always the same; `{invented}` adds nothing and says that the rest is.
/// </summary>
internal sealed class PlaceholderText(Resource resource, string name, PseudoParameters pseudo)
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz0123456789";

    private readonly StringBuilder _text = new();

    public bool IsInvented { get; private set; }

    public void Append(string pattern)
    {
        var rest = pattern.AsSpan();
        while (rest.IndexOf('{') is >= 0 and var start)
        {
            _text.Append(rest[..start]);
            var end = rest.IndexOf('}');
            AppendToken(rest[(start + 1)..end].ToString());
            rest = rest[(end + 1)..];
        }

        _text.Append(rest);
    }

    public override string ToString() => _text.ToString();

    private void AppendToken(string token) => _text.Append(token switch
    {
        "name" => name,
        "lower" => name.ToLowerInvariant(),
        "region" => pseudo.Region,
        "account" => pseudo.AccountId,
        "partition" => pseudo.Partition,
        "dns" => pseudo.DnsSuffix,
        "function" => FunctionName(),
        "id" => Invent(10, Letters),
        "ID" => Invent(13, Letters).ToUpperInvariant(),
        "hex" => Invent(17, "0123456789abcdef"),
        "uuid" => Uuid(),
        "invented" => Invent(0, Letters),
        _ => $"arn:{pseudo.Partition}:{token["arn:".Length..]}:{pseudo.Region}:{pseudo.AccountId}",
    });

    // FunctionName of an alias may be a name or an ARN.
    private string FunctionName()
    {
        var text = resource.Find("FunctionName")?.AsText() ?? name;
        var marker = text.IndexOf(":function:", StringComparison.Ordinal);
        return marker < 0 ? text : text[(marker + ":function:".Length)..];
    }

    private string Uuid()
    {
        var digits = Invent(32, "0123456789abcdef");
        return string.Create(
            CultureInfo.InvariantCulture, $"{digits[..8]}-{digits[8..12]}-4{digits[13..16]}-a{digits[17..20]}-{digits[20..]}");
    }

    // FNV-1a of the logical ID, then a linear congruential generator (Knuth's constants): no secret, only stable.
    private string Invent(int length, string alphabet)
    {
        IsInvented = true;
        var state = 14695981039346656037UL;
        foreach (var letter in resource.LogicalId)
        {
            state = (state ^ letter) * 1099511628211UL;
        }

        Span<char> text = stackalloc char[length];
        for (var index = 0; index < length; index++)
        {
            state = (state * 6364136223846793005UL) + 1442695040888963407UL;
            text[index] = alphabet[(int)((state >> 33) % (ulong)alphabet.Length)];
        }

        return text.ToString();
    }
}
