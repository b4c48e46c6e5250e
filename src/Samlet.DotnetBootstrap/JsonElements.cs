using System.Text.Json;

namespace Samlet.DotnetBootstrap;

internal static class JsonElements
{
    /// <summary>The text of a member; null where it is absent.</summary>
    public static string? Text(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var member) ? member.GetString() : null;
}
