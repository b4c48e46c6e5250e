using System.Text.Json;
using System.Text.Unicode;

namespace Samlet.Runtimes;

/// <summary>A fault of a payload: what is wrong and where, lines and columns from 1, columns in characters.</summary>
internal sealed record PayloadFault(string Message, int Line, int Column);

/// <summary>What a caller sends: UTF-8 JSON of at most 6 MiB and 100 bytes, handed on byte for byte.</summary>
internal static class Payload
{
    private static readonly JsonReaderOptions Strict = new() { MaxDepth = int.MaxValue };

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public static ReadOnlyMemory<byte> WithoutByteOrderMark(ReadOnlyMemory<byte> payload) =>
        payload.Span.StartsWith(ByteOrderMark) ? payload[ByteOrderMark.Length..] : payload;

    /// <summary>Null when the payload is JSON; nothing of it is changed or kept.</summary>
    public static PayloadFault? FindFault(ReadOnlySpan<byte> payload)
    {
        if (payload.Trim(" \t\r\n"u8).IsEmpty)
        {
            return new PayloadFault("the event is empty", 1, 1);
        }

        var valid = LengthOfValidUtf8(payload);
        return valid < payload.Length
            ? At(payload, valid, "the event is not UTF-8")
            : FindSyntaxFault(payload);
    }

    private static PayloadFault? FindSyntaxFault(ReadOnlySpan<byte> payload)
    {
        var reader = new Utf8JsonReader(payload, Strict);
        try
        {
            while (reader.Read())
            {
            }

            return null;
        }
        catch (JsonException error)
        {
            var line = (int)(error.LineNumber ?? 0);
            var offset = StartOfLine(payload, line) + (int)(error.BytePositionInLine ?? 0);
            return At(payload, Math.Min(offset, payload.Length), Sentence(error.Message));
        }
    }

    /// <summary>The reader's message ends in its own form of the position.</summary>
    private static string Sentence(string message)
    {
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var sentence = (end < 0 ? message : message[..end]).TrimEnd('.');
        return sentence.Length == 0
            ? "the event is not JSON"
            : $"the event is not JSON: {char.ToLowerInvariant(sentence[0])}{sentence[1..]}";
    }

    private static int LengthOfValidUtf8(ReadOnlySpan<byte> payload)
    {
        if (Utf8.IsValid(payload))
        {
            return payload.Length;
        }

        var rest = payload;
        while (System.Text.Rune.DecodeFromUtf8(rest, out _, out var length) == System.Buffers.OperationStatus.Done)
        {
            rest = rest[length..];
        }

        return payload.Length - rest.Length;
    }

    private static int StartOfLine(ReadOnlySpan<byte> payload, int line)
    {
        var start = 0;
        for (; line > 0; line--)
        {
            start += payload[start..].IndexOf((byte)'\n') + 1;
        }

        return start;
    }

    private static PayloadFault At(ReadOnlySpan<byte> payload, int offset, string message)
    {
        var before = payload[..offset];
        var lineStart = before.LastIndexOf((byte)'\n') + 1;
        return new PayloadFault(
            message,
            before.Count((byte)'\n') + 1,
            System.Text.Encoding.UTF8.GetCharCount(before[lineStart..]) + 1);
    }
}
