using Samlet.Templates;

namespace Samlet.Functions;

/// <summary>The address of a function, from its FunctionUrlConfig or from the properties of AWS::Lambda::Url.</summary>
internal static class FunctionUrlReader
{
    private const int LongestCorsSeconds = 86_400;

    public static FunctionUrl? Read(PropertyReader properties) =>
        properties.Map("FunctionUrlConfig") is null ? null : ReadConfig(properties.Section("FunctionUrlConfig"));

    public static FunctionUrl ReadConfig(PropertyReader config) => new()
    {
        NeedsSignature = config.Choice("AuthType", "AWS_IAM", "NONE") == "AWS_IAM",
        IsStreaming = config.Choice("InvokeMode", "BUFFERED", "RESPONSE_STREAM") == "RESPONSE_STREAM",
        Cors = config.Find("Cors") is TemplateValue.Map ? ReadCors(config.Section("Cors")) : null,
    };

    /// <summary>The shape that function URLs and HTTP APIs share.</summary>
    public static CorsRules ReadCors(PropertyReader cors) => new()
    {
        Origins = cors.Texts("AllowOrigins"),
        Methods = cors.Texts("AllowMethods"),
        Headers = cors.Texts("AllowHeaders"),
        ExposedHeaders = cors.Texts("ExposeHeaders"),
        AllowsCredentials = cors.Flag("AllowCredentials") ?? false,
        MaxAge = cors.Integer("MaxAge", -1, LongestCorsSeconds) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
    };
}
