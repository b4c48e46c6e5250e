using System.Text.Json;

namespace Samlet.Runtimes.Extensions;

/// <summary>The body of `register`: `{"events":["INVOKE","SHUTDOWN"]}`, of which an empty list is as good.</summary>
internal sealed record ExtensionRegistration(IReadOnlyList<string> Events)
{
    public static Answerable<ExtensionRegistration> Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.TryGetProperty("configurationKeys", out var keys)
                && keys is { ValueKind: JsonValueKind.Array } && keys.GetArrayLength() > 0)
            {
                return new(ExtensionRefusal.ConfigurationKeys);
            }

            return new(new ExtensionRegistration(EventsOf(root)));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return new(ExtensionRefusal.InvalidFormat(error.Message));
        }
    }

    private static string[] EventsOf(JsonElement root) =>
        root.TryGetProperty("events", out var events) && events.ValueKind != JsonValueKind.Null
            ? [.. events.EnumerateArray().Select(static name => name.GetString() ?? "").Distinct()]
            : [];
}
