using System.Globalization;
using Samlet.Functions;
using Samlet.Templates;

namespace Samlet.Gateway;

/// <summary>
/// `Cors` of AWS::Serverless::Api: its values become header values as they are, which is why they stand in single
/// quotes inside the text.
/// </summary>
internal static class RestCorsReader
{
    private static readonly string[] AllMethods = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

    public static CorsRules? Read(PropertyReader properties) => properties.Find("Cors") switch
    {
        null or TemplateValue.Null or TemplateValue.Call => null,
        TemplateValue.Map => ReadMap(properties.Section("Cors")),
        _ => new CorsRules { Origins = [Unquote(properties, "Cors") ?? "*"], Methods = AllMethods },
    };

    private static CorsRules ReadMap(PropertyReader cors) => new()
    {
        Origins = Unquote(cors, "AllowOrigin") is { } origin ? [origin] : [],
        Methods = MethodsOf(Unquote(cors, "AllowMethods")),
        Headers = Split(Unquote(cors, "AllowHeaders")),
        AllowsCredentials = Unquote(cors, "AllowCredentials", isQuoted: false) == "true",
        MaxAge = int.TryParse(Unquote(cors, "MaxAge", isQuoted: false), CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : null,
    };

    private static string[] MethodsOf(string? text) => text is null or "*" ? AllMethods : Split(text);

    private static string[] Split(string? text) =>
        text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static string? Unquote(PropertyReader properties, string name, bool isQuoted = true)
    {
        if (properties.Text(name) is not { } text)
        {
            return null;
        }

        if (text is ['\'', .., '\''])
        {
            return text[1..^1];
        }

        if (isQuoted && properties.IsKnown(name))
        {
            properties.Report(RouteDiagnostics.UnquotedCors(name, properties.LocationOf(name)));
        }

        return text;
    }
}
