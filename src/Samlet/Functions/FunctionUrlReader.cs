using Samlet.Templates;

namespace Samlet.Functions;

/// <summary>The address of a function, from its FunctionUrlConfig or from the properties of AWS::Lambda::Url.</summary>
internal static class FunctionUrlReader
{
    public static FunctionUrl? Read(PropertyReader properties) =>
        properties.Map("FunctionUrlConfig") is null ? null : ReadConfig(properties.Section("FunctionUrlConfig"));

    public static FunctionUrl ReadConfig(PropertyReader config) => new()
    {
        NeedsSignature = config.Choice("AuthType", "AWS_IAM", "NONE") == "AWS_IAM",
        IsStreaming = config.Choice("InvokeMode", "BUFFERED", "RESPONSE_STREAM") == "RESPONSE_STREAM",
        Cors = config.Find("Cors") is TemplateValue.Map ? CorsReader.Read(config.Section("Cors")) : null,
    };
}
