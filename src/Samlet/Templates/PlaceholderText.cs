using System.Globalization;
using System.Text;

namespace Samlet.Templates;

/// <summary>
/// Fills the patterns of <see cref="ResourceKindTable"/>. Facts: `{name}`, `{lower}` (the name in lower case),
/// `{region}`, `{account}`, `{partition}`, `{dns}`, `{arn:service}`, `{function}` and `{target}` (the function of an
/// alias or URL), `{scheme}`. Invented from the logical ID, always the same: `{id}` and `{id26}` (as many letters and
/// digits), `{ID}`, `{lowerID}`, `{hex}`, `{hex16}`, `{digits}`, `{uuid}`, `{dbport}`. `{invented}` says that the text
/// around it is.
/// </summary>
internal sealed class PlaceholderText(Resource resource, string name, PseudoParameters pseudo)
{
    private const string LettersAndDigits = "abcdefghijklmnopqrstuvwxyz0123456789";
    private const string Hexadecimal = "0123456789abcdef";

    private readonly StringBuilder _text = new();

    public bool IsInvented { get; private set; }

    public string Fill(string pattern)
    {
        var rest = pattern.AsSpan();
        while (rest.IndexOf('{') is >= 0 and var start)
        {
            _text.Append(rest[..start]);
            var end = start + rest[start..].IndexOf('}'); // An attribute's name may have a brace of its own.
            _text.Append(TokenText(rest[(start + 1)..end].ToString()));
            rest = rest[(end + 1)..];
        }

        return _text.Append(rest).ToString();
    }

    private string TokenText(string token) => token switch
    {
        "name" => name,
        "lower" => name.ToLowerInvariant(),
        "region" => pseudo.Region,
        "account" => pseudo.AccountId,
        "partition" => pseudo.Partition,
        "dns" => pseudo.DnsSuffix,
        "function" => FunctionName("FunctionName"),
        "target" => FunctionName("TargetFunctionArn"),
        "scheme" => Scheme(),
        "dbport" => DatabasePort(),
        _ when token.StartsWith("arn:", StringComparison.Ordinal) =>
            $"arn:{pseudo.Partition}:{token["arn:".Length..]}:{pseudo.Region}:{pseudo.AccountId}",
        _ => InventedText(token),
    };

    private string InventedText(string token)
    {
        IsInvented = true;
        return token switch
        {
            "ID" => Invent(13, LettersAndDigits).ToUpperInvariant(),
            "lowerID" => Invent(13, LettersAndDigits),
            "hex" => Invent(17, Hexadecimal),
            "hex16" => Invent(16, Hexadecimal),
            "digits" => Invent(10, "123456789"),
            "uuid" => Uuid(),
            "invented" => "",
            "id" => Invent(10, LettersAndDigits),
            _ => Invent(int.Parse(token.AsSpan("id".Length), CultureInfo.InvariantCulture), LettersAndDigits),
        };
    }

    // The function of an alias or URL is given by name or by ARN.
    private string FunctionName(string property)
    {
        const string marker = ":function:";
        var text = resource.Find(property)?.AsText() ?? resource.LogicalId;
        var start = text.IndexOf(marker, StringComparison.Ordinal);
        return start < 0 ? text : text[(start + marker.Length)..];
    }

    private string Scheme() =>
        resource.Find("ProtocolType")?.AsText() == "WEBSOCKET" || resource.Type == "AWS::Serverless::WebSocketApi"
            ? "wss"
            : "https";

    private string DatabasePort()
    {
        IsInvented = true;
        var engine = resource.Find("Engine")?.AsText() ?? "";
        return resource.Find("Port")?.AsText() ?? (
            engine.Contains("postgres", StringComparison.OrdinalIgnoreCase) ? "5432"
            : engine.Contains("oracle", StringComparison.OrdinalIgnoreCase) ? "1521"
            : engine.Contains("sqlserver", StringComparison.OrdinalIgnoreCase) ? "1433"
            : "3306");
    }

    private string Uuid()
    {
        var digits = Invent(32, Hexadecimal);
        return $"{digits[..8]}-{digits[8..12]}-4{digits[13..16]}-a{digits[17..20]}-{digits[20..]}";
    }

    // FNV-1a over the logical ID, then Knuth's linear congruential generator: stable and well spread, nothing more.
    private string Invent(int length, string alphabet)
    {
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
