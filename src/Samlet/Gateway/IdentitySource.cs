namespace Samlet.Gateway;

internal enum IdentityPlace
{
    Header,
    Query,
    Context,
    StageVariable,
}

/// <summary>
/// A part of the request that says who sends it: `method.request.header.X` in REST APIs, `route.request.header.X` in
/// WebSocket APIs, `$request.header.X` elsewhere.
/// </summary>
internal sealed record IdentitySource(IdentityPlace Place, string Name)
{
    private static readonly (string Start, IdentityPlace Place)[] Starts =
    [
        ("request.header.", IdentityPlace.Header),
        ("request.querystring.", IdentityPlace.Query),
        ("context.", IdentityPlace.Context),
        ("stageVariables.", IdentityPlace.StageVariable),
    ];

    /// <summary>Null for what is no identity source.</summary>
    public static IdentitySource? TryParse(string text)
    {
        var expression = WithoutPrefix(text.Trim());
        foreach (var (start, place) in Starts)
        {
            if (expression.StartsWith(start, StringComparison.OrdinalIgnoreCase) && expression.Length > start.Length)
            {
                return new IdentitySource(place, expression[start.Length..]);
            }
        }

        return null;
    }

    /// <summary>A list separated by commas, as REST APIs have it; what is none of it goes to `refuse`.</summary>
    public static IReadOnlyList<IdentitySource> ParseAll(string text, Action<string> refuse)
    {
        List<IdentitySource> sources = [];
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (TryParse(part) is { } source)
            {
                sources.Add(source);
            }
            else
            {
                refuse(part);
            }
        }

        return sources;
    }

    private static string WithoutPrefix(string text) =>
        text.StartsWith('$') ? text[1..]
        : text.StartsWith("method.", StringComparison.OrdinalIgnoreCase) ? text["method.".Length..]
        : text.StartsWith("route.", StringComparison.OrdinalIgnoreCase) ? text["route.".Length..]
        : text;
}
