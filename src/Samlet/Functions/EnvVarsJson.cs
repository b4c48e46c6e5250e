using System.Text;
using System.Text.Json;

namespace Samlet.Functions;

/// <summary>Reads the JSON form of a file of environment variables, with the place of what is wrong.</summary>
internal sealed class EnvVarsJson(string path, string text)
{
    public const string Shape =
        """write an object for each function, `{"Ratings": {"NAME": "value"}}`, or `{"Parameters": {"NAME": "value"}}` for all""";

    private readonly byte[] _json = Encoding.UTF8.GetBytes(text);

    /// <summary>Single values at the top are variables of all functions.</summary>
    public bool MayBeFlat { get; init; }

    public IReadOnlyList<EnvVarsBlock> ReadBlocks()
    {
        try
        {
            return Read();
        }
        catch (JsonException error)
        {
            throw new UserErrorException(
                $"{path}:{error.LineNumber + 1}:{error.BytePositionInLine + 1}: environment variables in incorrect format: not JSON", Shape, error);
        }
    }

    private List<EnvVarsBlock> Read()
    {
        var reader = new Utf8JsonReader(_json);
        var blocks = new Dictionary<string, EnvVarsBlock>();
        _ = reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                ReadMembers(ref reader, blocks);
                break;
            case JsonTokenType.Null:
                break;
            default:
                throw WrongShape(reader.TokenStartIndex, $"{KindOf(reader.TokenType)} where an object should be");
        }

        _ = reader.Read(); // Throws when something follows.
        return [.. blocks.Values];
    }

    private void ReadMembers(ref Utf8JsonReader reader, Dictionary<string, EnvVarsBlock> blocks)
    {
        Dictionary<string, string> flat = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!; // A property name is text.
            var start = reader.TokenStartIndex;
            _ = reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                blocks[name] = new EnvVarsBlock(name, [.. ReadVariables(ref reader)]);
            }
            else if (MayBeFlat)
            {
                flat[name] = ReadValue(ref reader);
            }
            else
            {
                throw WrongShape(start, $"`{name}` is {KindOf(reader.TokenType)} and not an object of variables");
            }
        }

        if (flat.Count > 0)
        {
            var nested = blocks.GetValueOrDefault(EnvVarsFile.ForAll)?.Variables ?? [];
            blocks[EnvVarsFile.ForAll] = new EnvVarsBlock(EnvVarsFile.ForAll, [.. nested, .. flat]);
        }
    }

    private static Dictionary<string, string> ReadVariables(ref Utf8JsonReader reader)
    {
        Dictionary<string, string> variables = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!; // A property name is text.
            _ = reader.Read();
            variables[name] = ReadValue(ref reader);
        }

        return variables;
    }

    /// <summary>
    /// As `sam local` makes text of values: Python's spelling of numbers, nothing for null, lists and objects.
    /// </summary>
    private static string ReadValue(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.GetString()!; // The token is text.
            case JsonTokenType.Number:
                return NumberText.OfPython(Encoding.ASCII.GetString(reader.ValueSpan));
            case JsonTokenType.True:
                return "true";
            case JsonTokenType.False:
                return "false";
            default:
                reader.Skip();
                return "";
        }
    }

    private UserErrorException WrongShape(long offset, string fault)
    {
        var before = _json.AsSpan(0, (int)offset);
        var line = before.Count((byte)'\n') + 1;
        var column = Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1;
        return new UserErrorException(
            $"{path}:{line}:{column}: environment variables in incorrect format: {fault}", Shape);
    }

    private static string KindOf(JsonTokenType token) => token switch
    {
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => "text",
        JsonTokenType.Number => "a number",
        JsonTokenType.Null => "null",
        _ => "true or false",
    };
}
