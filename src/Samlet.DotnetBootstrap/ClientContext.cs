using System.Text.Json;
using Amazon.Lambda.Core;

namespace Samlet.DotnetBootstrap;

/// <summary>`{"client":{...},"custom":{...},"env":{...}}`; without the header everything in it is null.</summary>
internal sealed class ClientContext : IClientContext
{
    public IDictionary<string, string>? Environment { get; private init; }

    public IClientApplication? Client { get; private init; }

    public IDictionary<string, string>? Custom { get; private init; }

    public static ClientContext Of(string? json)
    {
        if (string.IsNullOrWhiteSpace(json))
        {
            return new ClientContext();
        }

        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        return new ClientContext
        {
            Client = root.TryGetProperty("client", out var client) ? ClientApplication.Of(client) : null,
            Custom = root.TryGetProperty("custom", out var custom) ? TextsOf(custom) : null,
            Environment = root.TryGetProperty("env", out var environment) ? TextsOf(environment) : null,
        };
    }

    private static Dictionary<string, string> TextsOf(JsonElement members)
    {
        var texts = new Dictionary<string, string>();
        foreach (var member in members.EnumerateObject())
        {
            texts[member.Name] = member.Value.ToString();
        }

        return texts;
    }
}
