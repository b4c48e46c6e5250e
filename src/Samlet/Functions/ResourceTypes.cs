namespace Samlet.Functions;

/// <summary>The types of resources that this folder reads.</summary>
internal static class ResourceTypes
{
    public const string ServerlessFunction = "AWS::Serverless::Function";
    public const string LambdaFunction = "AWS::Lambda::Function";
    public const string ServerlessLayer = "AWS::Serverless::LayerVersion";
    public const string LambdaLayer = "AWS::Lambda::LayerVersion";
    public const string Application = "AWS::Serverless::Application";
    public const string Stack = "AWS::CloudFormation::Stack";

    public static bool IsFunction(string type) => type is ServerlessFunction or LambdaFunction;

    public static bool IsLayer(string type) => type is ServerlessLayer or LambdaLayer;

    public static bool IsStack(string type) => type is Application or Stack;
}
