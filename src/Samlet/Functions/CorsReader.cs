namespace Samlet.Functions;

/// <summary>CORS as HTTP APIs and function URLs write it.</summary>
internal static class CorsReader
{
    private const int LongestSeconds = 86_400;

    /// <summary>`AllowOrigins` and so on.</summary>
    public static CorsRules Read(PropertyReader cors) => Read(cors, name => name);

    /// <summary>`allowOrigins` and so on, as OpenAPI documents have it.</summary>
    public static CorsRules ReadLowerCase(PropertyReader cors) =>
        Read(cors, name => char.ToLowerInvariant(name[0]) + name[1..]);

    private static CorsRules Read(PropertyReader cors, Func<string, string> spell) => new()
    {
        Origins = cors.Texts(spell("AllowOrigins")),
        Methods = cors.Texts(spell("AllowMethods")),
        Headers = cors.Texts(spell("AllowHeaders")),
        ExposedHeaders = cors.Texts(spell("ExposeHeaders")),
        AllowsCredentials = cors.Flag(spell("AllowCredentials")) ?? false,
        MaxAge = cors.Integer(spell("MaxAge"), -1, LongestSeconds) is { } seconds
            ? TimeSpan.FromSeconds(seconds)
            : null,
    };
}
