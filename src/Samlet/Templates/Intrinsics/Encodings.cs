using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Samlet.Templates.Syntax;

namespace Samlet.Templates.Intrinsics;

/// <summary>`Fn::Base64`, `Fn::Length` and `Fn::ToJsonString`.</summary>
internal static class Encodings
{
    private static readonly JsonWriterOptions AsWritten = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 2 * DocumentReader.MaxDepth,
    };

    public static TemplateValue Base64(IntrinsicResolver resolver, TemplateValue.Call call) =>
        resolver.ResolveText(call.Argument, call.Name, "a text") is not { } text ? call : text with
        {
            Value = Convert.ToBase64String(Encoding.UTF8.GetBytes(text.Value)),
            Location = call.Location,
            Origin = null,
        };

    public static TemplateValue Length(IntrinsicResolver resolver, TemplateValue.Call call)
    {
        var value = resolver.Resolve(call.Argument);
        if (value is not TemplateValue.List list)
        {
            return value is TemplateValue.Call ? call : resolver.Fail(call, "a list");
        }

        var count = list.Items.Count.ToString(CultureInfo.InvariantCulture);
        return new TemplateValue.Number(count) { Location = call.Location };
    }

    public static TemplateValue ToJsonString(IntrinsicResolver resolver, TemplateValue.Call call)
    {
        var value = resolver.Resolve(call.Argument);
        if (value is not (TemplateValue.Map or TemplateValue.List))
        {
            return value is TemplateValue.Call ? call : resolver.Fail(call, "a mapping or a list");
        }

        using MemoryStream bytes = new();
        using Utf8JsonWriter writer = new(bytes, AsWritten);
        var traits = TextTraits.None;
        if (!Write(writer, value, ref traits))
        {
            return call;
        }

        writer.Flush();
        var json = Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
        return new TextJoiner(resolver, call, traits).With(json).Finish();
    }

    // False where something in the value could not be resolved.
    private static bool Write(Utf8JsonWriter writer, TemplateValue value, ref TextTraits traits)
    {
        switch (value)
        {
            case TemplateValue.Map map:
                return WriteMap(writer, map, ref traits);
            case TemplateValue.List list:
                return WriteList(writer, list, ref traits);
            case TemplateValue.Text text:
                traits |= text.Traits;
                writer.WriteStringValue(text.Value);
                return true;
            case TemplateValue.Boolean boolean:
                writer.WriteBooleanValue(boolean.Value);
                return true;
            case TemplateValue.Number number:
                WriteNumber(writer, number.Literal);
                return true;
            case TemplateValue.Null:
                writer.WriteNullValue();
                return true;
            default:
                return false;
        }
    }

    private static bool WriteMap(Utf8JsonWriter writer, TemplateValue.Map map, ref TextTraits traits)
    {
        writer.WriteStartObject();
        foreach (var entry in map.Entries)
        {
            writer.WritePropertyName(entry.Key);
            if (!Write(writer, entry.Value, ref traits))
            {
                return false;
            }
        }

        writer.WriteEndObject();
        return true;
    }

    private static bool WriteList(Utf8JsonWriter writer, TemplateValue.List list, ref TextTraits traits)
    {
        writer.WriteStartArray();
        foreach (var item in list.Items)
        {
            if (!Write(writer, item, ref traits))
            {
                return false;
            }
        }

        writer.WriteEndArray();
        return true;
    }

    // `0123`, `+1` and `.5` are numbers in YAML and none in JSON.
    private static void WriteNumber(Utf8JsonWriter writer, string literal)
    {
        var digits = literal.AsSpan().TrimStart('-');
        var isJson = digits is [>= '0' and <= '9', ..] and not ['0', >= '0' and <= '9', ..] && !digits.EndsWith(".")
            && !digits.Contains(".e", StringComparison.OrdinalIgnoreCase);
        if (isJson)
        {
            writer.WriteRawValue(literal, skipInputValidation: true);
        }
        else
        {
            writer.WriteStringValue(literal);
        }
    }
}
