using System.Diagnostics;
using System.Text;

namespace Samlet.DotnetBootstrap;

/// <summary>
/// An exception as the caller gets it: `{"errorType","errorMessage","stackTrace":[...],"cause":{...},"causes":[...]}`,
/// indented by two, at most 256 KB.
/// </summary>
internal static class ErrorObject
{
    private const int Limit = 256 * 1024;
    private const string TooLong = """{"errorMessage": "Exception exceeded maximum payload size of 256KB."}""";

    public static string Of(Exception error)
    {
        var text = new StringBuilder();
        Append(text, error, depth: 0, isLast: true);
        return text.Length <= Limit && Encoding.UTF8.GetByteCount(text.ToString()) <= Limit ? text.ToString() : TooLong;
    }

    /// <summary>What an exception that only carries another one stands for.</summary>
    public static Exception Unwrap(Exception error) =>
        error is AggregateException { InnerExceptions: { Count: 1 } inner } ? inner[0] : error;

    private static void Append(StringBuilder text, Exception error, int depth, bool isLast)
    {
        var inside = depth + 1;
        Indent(text, depth).Append("{\n");
        Indent(text, inside).Append("\"errorType\": \"").Append(JsonText.Escape(error.GetType().Name)).Append("\",\n");
        Indent(text, inside).Append("\"errorMessage\": \"").Append(JsonText.Escape(error.Message)).Append('"');
        AppendStackTrace(text, error, inside);
        AppendCauses(text, error, inside);
        Indent(text.Append('\n'), depth).Append(isLast ? "}" : "},");
        if (depth == 0)
        {
            text.Append('\n');
        }
    }

    private static void AppendStackTrace(StringBuilder text, Exception error, int depth)
    {
        var separator = $",\n{new string(' ', 2 * depth)}\"stackTrace\": [\n";
        foreach (var line in new StackTrace(error, fNeedFileInfo: true).ToString().Split('\n'))
        {
            if (line.Trim() is { Length: > 0 } frame)
            {
                Indent(text.Append(separator), depth + 1).Append('"').Append(JsonText.Escape(frame)).Append('"');
                separator = ",\n";
            }
        }

        if (separator.Length == 2)
        {
            Indent(text.Append('\n'), depth).Append(']');
        }
    }

    private static void AppendCauses(StringBuilder text, Exception error, int depth)
    {
        if (error.InnerException is { } inner && text.Length <= Limit)
        {
            Indent(text.Append(",\n"), depth).Append("\"cause\": ");
            Append(text, inner, depth, isLast: true);
        }

        if (error is AggregateException { InnerExceptions: { Count: > 0 } all } && text.Length <= Limit)
        {
            Indent(text.Append(",\n"), depth).Append("\"causes\": [\n");
            for (var index = 0; index < all.Count && text.Length <= Limit; index++)
            {
                Append(text, all[index], depth + 1, isLast: index == all.Count - 1);
                text.Append('\n');
            }

            Indent(text, depth).Append(']');
        }
    }

    private static StringBuilder Indent(StringBuilder text, int depth) => text.Append(' ', 2 * depth);
}
