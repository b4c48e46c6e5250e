using Samlet.Functions;

namespace Samlet.Runtimes.Packages;

/// <summary>
/// What is installed when nobody says what: the SDKs in whole where they are one package, else the clients of the
/// services that most functions use. All of the several hundred would take minutes and gigabytes.
/// </summary>
internal static class UsualPackages
{
    private static readonly string[] Node =
    [
        "@aws-sdk/client-bedrock-runtime", "@aws-sdk/client-cloudwatch", "@aws-sdk/client-cloudwatch-logs",
        "@aws-sdk/client-cognito-identity-provider", "@aws-sdk/client-dynamodb", "@aws-sdk/client-eventbridge",
        "@aws-sdk/client-kinesis", "@aws-sdk/client-kms", "@aws-sdk/client-lambda", "@aws-sdk/client-s3",
        "@aws-sdk/client-secrets-manager", "@aws-sdk/client-ses", "@aws-sdk/client-sfn", "@aws-sdk/client-sns",
        "@aws-sdk/client-sqs", "@aws-sdk/client-ssm", "@aws-sdk/client-sts", "@aws-sdk/credential-providers",
        "@aws-sdk/lib-dynamodb", "@aws-sdk/lib-storage", "@aws-sdk/s3-request-presigner", "@aws-sdk/util-dynamodb",
    ];

    private static readonly string[] Ruby =
    [
        "aws-sdk-bedrockruntime", "aws-sdk-cloudwatch", "aws-sdk-cloudwatchlogs", "aws-sdk-cognitoidentityprovider",
        "aws-sdk-dynamodb", "aws-sdk-eventbridge", "aws-sdk-kinesis", "aws-sdk-kms", "aws-sdk-lambda", "aws-sdk-s3",
        "aws-sdk-secretsmanager", "aws-sdk-ses", "aws-sdk-sns", "aws-sdk-sqs", "aws-sdk-ssm", "aws-sdk-states", "rexml",
    ];

    public static IReadOnlyList<string> Of(RuntimeIdentifier runtime) => runtime.Family switch
    {
        RuntimeFamily.Node => CarriedPackages.Contains(runtime, "aws-sdk") ? ["aws-sdk"] : Node,
        RuntimeFamily.Python => ["boto3"], // botocore and the others come with it.
        RuntimeFamily.Ruby => Ruby,
        _ => [],
    };
}
