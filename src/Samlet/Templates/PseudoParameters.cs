namespace Samlet.Templates;

/// <summary>
/// The `AWS::…` parameters of a stack. StackName, StackId and URLSuffix have the values that `sam local` gives them
/// as long as nothing else is asked for, because test suites rely on them.
/// </summary>
internal sealed class PseudoParameters(TemplateOptions options)
{
    private const string StackUuid = "51af3dc0-da77-11e4-872e-1234567db123";

    public static IReadOnlyList<string> Names { get; } =
    [
        "AWS::AccountId", "AWS::NoValue", "AWS::NotificationARNs", "AWS::Partition", "AWS::Region", "AWS::StackId",
        "AWS::StackName", "AWS::URLSuffix",
    ];

    public string Region => options.Region;

    public string AccountId => options.AccountId;

    public string Partition { get; } = PartitionOf(options.Region);

    /// <summary>The domain of AWS in this partition, as real URLs have it.</summary>
    public string DnsSuffix => Partition switch
    {
        "aws-cn" => "amazonaws.com.cn",
        "aws-iso" => "c2s.ic.gov",
        "aws-iso-b" => "sc2s.sgov.gov",
        "aws-iso-e" => "cloud.adc-e.uk",
        "aws-iso-f" => "csp.hci.ic.gov",
        "aws-eusc" => "amazonaws.eu",
        _ => "amazonaws.com",
    };

    public string StackId =>
        $"arn:{Partition}:cloudformation:{Region}:{AccountId}:stack/{options.StackName}/{StackUuid}";

    /// <summary>Text of a pseudo parameter; null for AWS::NoValue, AWS::NotificationARNs and unknown names.</summary>
    public string? Find(string name) => name switch
    {
        "AWS::AccountId" => AccountId,
        "AWS::Partition" => Partition,
        "AWS::Region" => Region,
        "AWS::StackId" => StackId,
        "AWS::StackName" => options.StackName,
        "AWS::URLSuffix" => Partition == "aws" ? "localhost" : DnsSuffix,
        _ => null,
    };

    private static string PartitionOf(string region) => region switch
    {
        _ when region.StartsWith("cn-", StringComparison.Ordinal) => "aws-cn",
        _ when region.StartsWith("us-gov-", StringComparison.Ordinal) => "aws-us-gov",
        _ when region.StartsWith("us-iso-", StringComparison.Ordinal) => "aws-iso",
        _ when region.StartsWith("us-isob-", StringComparison.Ordinal) => "aws-iso-b",
        _ when region.StartsWith("eu-isoe-", StringComparison.Ordinal) => "aws-iso-e",
        _ when region.StartsWith("us-isof-", StringComparison.Ordinal) => "aws-iso-f",
        _ when region.StartsWith("eusc-", StringComparison.Ordinal) => "aws-eusc",
        _ => "aws",
    };
}
