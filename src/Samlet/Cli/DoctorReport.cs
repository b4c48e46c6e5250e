using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Samlet.Cli;

/// <summary>What `doctor` found, a line each, or as JSON, whose names programs depend on (docs/doctor.md).</summary>
internal static class DoctorReport
{
    private const int StatusWidth = 6;
    private const int IdWidth = 18;

    public static string WriteText(IReadOnlyList<CheckResult> results)
    {
        var text = new StringBuilder($"{Version.Line}\n\n");
        foreach (var result in results)
        {
            _ = text.Append(WordOf(result.Status).PadRight(StatusWidth)).Append(result.Id.PadRight(IdWidth))
                .Append(result.Message).Append('\n');
            if (result.Hint is { } hint)
            {
                _ = text.Append(' ', StatusWidth).Append("hint: ").Append(hint).Append('\n');
            }
        }

        return text.Append('\n').Append(SummaryOf(results)).Append('\n').ToString();
    }

    public static void WriteJson(IReadOnlyList<CheckResult> results, Stream target)
    {
        // Paths and messages are for people too: `'` and `<` need no escape outside of HTML.
        var options = new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using Utf8JsonWriter json = new(target, options);
        json.WriteStartObject();
        json.WriteString("version", Version.Number);
        json.WriteBoolean("ok", Count(results, CheckStatus.Fail) == 0);
        json.WriteStartArray("checks");
        foreach (var result in results)
        {
            Write(result, json);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(CheckResult result, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", result.Id);
        json.WriteString("status", WordOf(result.Status));
        json.WriteString("message", result.Message);
        json.WriteString("hint", result.Hint);
        json.WriteStartObject("details");
        foreach (var (name, value) in result.Details)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string SummaryOf(IReadOnlyList<CheckResult> results) =>
        (Count(results, CheckStatus.Fail), Count(results, CheckStatus.Warn)) switch
        {
            (0, 0) => "functions can run",
            (0, _) => "functions can run; a `warn` tells what could be better",
            _ => "a `fail` tells what functions cannot run without",
        };

    private static int Count(IReadOnlyList<CheckResult> results, CheckStatus status) =>
        results.Count(result => result.Status == status);

    private static string WordOf(CheckStatus status) => status switch
    {
        CheckStatus.Ok => "ok",
        CheckStatus.Warn => "warn",
        _ => "fail",
    };
}
