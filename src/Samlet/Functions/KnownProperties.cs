namespace Samlet.Functions;

/// <summary>
/// The properties of the types read here, from the SAM specification and the CloudFormation resource schemas of 2026.
/// </summary>
internal static class KnownProperties
{
    public static readonly string[] EventTypes =
    [
        "AlexaSkill", "Api", "CloudWatchEvent", "CloudWatchLogs", "Cognito", "DocumentDB", "DynamoDB",
        "EventBridgeRule", "HttpApi", "IoTRule", "Kinesis", "MQ", "MSK", "S3", "SNS", "SQS", "Schedule", "ScheduleV2",
        "SelfManagedKafka", "WebSocketApi",
    ];

    private static readonly string[] ServerlessFunction =
    [
        "Architectures", "AssumeRolePolicyDocument", "AutoPublishAlias", "AutoPublishAliasAllProperties",
        "AutoPublishCodeSha256", "CapacityProviderConfig", "CodeSigningConfigArn", "CodeUri", "DeadLetterQueue",
        "DeploymentPreference", "Description", "DurableConfig", "Environment", "EphemeralStorage", "EventInvokeConfig",
        "Events", "FileSystemConfigs", "FunctionName", "FunctionScalingConfig", "FunctionUrlConfig", "Handler",
        "ImageConfig", "ImageUri", "InlineCode", "KmsKeyArn", "Layers", "LoggingConfig", "MemorySize", "PackageType",
        "PermissionsBoundary", "Policies", "PropagateTags", "ProvisionedConcurrencyConfig", "PublishToLatestPublished",
        "RecursiveLoop", "ReservedConcurrentExecutions", "Role", "RolePath", "Runtime", "RuntimeManagementConfig",
        "SnapStart", "SourceKMSKeyArn", "Tags", "TenancyConfig", "Timeout", "Tracing", "VersionDeletionPolicy",
        "VersionDescription", "VpcConfig",
    ];

    private static readonly string[] LambdaFunction =
    [
        "Architectures", "CapacityProviderConfig", "Code", "CodeSigningConfigArn", "DeadLetterConfig", "Description",
        "DurableConfig", "Environment", "EphemeralStorage", "FileSystemConfigs", "FunctionName",
        "FunctionScalingConfig", "Handler", "ImageConfig", "KmsKeyArn", "Layers", "LoggingConfig", "MemorySize",
        "PackageType", "PublishToLatestPublished", "RecursiveLoop", "ReservedConcurrentExecutions", "Role", "Runtime",
        "RuntimeManagementConfig", "SnapStart", "Tags", "TenancyConfig", "Timeout", "TracingConfig", "VpcConfig",
    ];

    private static readonly string[] ServerlessApi =
    [
        "AccessLogSetting", "AlwaysDeploy", "ApiKeySourceType", "Auth", "BinaryMediaTypes", "CacheClusterEnabled",
        "CacheClusterSize", "CanarySetting", "Cors", "DefinitionBody", "DefinitionUri", "Description",
        "DisableExecuteApiEndpoint", "Domain", "EndpointAccessMode", "EndpointConfiguration", "FailOnWarnings",
        "GatewayResponses", "MergeDefinitions", "MethodSettings", "MinimumCompressionSize", "Mode", "Models", "Name",
        "OpenApiVersion", "Policy", "PropagateTags", "SecurityPolicy", "StageName", "Tags", "TracingEnabled", "Variables",
    ];

    private static readonly string[] ServerlessHttpApi =
    [
        "AccessLogSettings", "Auth", "CorsConfiguration", "DefaultRouteSettings", "DefinitionBody", "DefinitionUri",
        "Description", "DisableExecuteApiEndpoint", "Domain", "FailOnWarnings", "Name", "PropagateTags", "RouteSettings",
        "StageName", "StageVariables", "Tags",
    ];

    private static readonly string[] ServerlessLayer =
    [
        "CompatibleArchitectures", "CompatibleRuntimes", "ContentUri", "Description", "LayerName", "LicenseInfo",
        "PublishLambdaVersion", "RetentionPolicy",
    ];

    private static readonly string[] LambdaLayer =
    [
        "CompatibleArchitectures", "CompatibleRuntimes", "Content", "Description", "LayerName", "LicenseInfo",
    ];

    private static readonly string[] Application =
        ["Location", "NotificationARNs", "Parameters", "Tags", "TimeoutInMinutes"];

    /// <summary>The types of SAM.</summary>
    public static IReadOnlyList<string> Types { get; } =
    [
        "AWS::Serverless::Api", "AWS::Serverless::Application", "AWS::Serverless::CapacityProvider",
        "AWS::Serverless::Connector", "AWS::Serverless::Function", "AWS::Serverless::GraphQLApi",
        "AWS::Serverless::HttpApi", "AWS::Serverless::LayerVersion", "AWS::Serverless::SimpleTable",
        "AWS::Serverless::StateMachine", "AWS::Serverless::WebSocketApi",
    ];

    public static bool IsType(string type) => Types.Contains(type);

    /// <summary>Null for a type whose properties nothing here reads.</summary>
    public static string[]? Of(string type) => type switch
    {
        ResourceTypes.ServerlessFunction => ServerlessFunction,
        ResourceTypes.LambdaFunction => LambdaFunction,
        ResourceTypes.ServerlessLayer => ServerlessLayer,
        ResourceTypes.LambdaLayer => LambdaLayer,
        ResourceTypes.Application => Application,
        "AWS::Serverless::Api" => ServerlessApi,
        "AWS::Serverless::HttpApi" => ServerlessHttpApi,
        _ => null,
    };
}
