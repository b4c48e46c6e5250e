namespace Samlet.Templates;

/// <summary>What is known of a resource type: the property that names it, and a pattern for each attribute.</summary>
internal sealed record ResourceKind(string? NameProperty, bool IsLocal, string Patterns)
{
    private static readonly ResourceKind Unknown = new(null, false, "");

    // A line with the type and the property that holds its name (`local`: the name is the logical ID without it);
    // then a line for each attribute. Sources: the "Return values" of the CloudFormation resource reference.
    private const string Table = """

        AWS::Lambda::Function FunctionName local
         Ref {name}
         Arn {arn:lambda}:function:{name}
        AWS::Lambda::LayerVersion LayerName local
         Ref {arn:lambda}:layer:{name}:1
         LayerVersionArn {arn:lambda}:layer:{name}:1
        AWS::DynamoDB::Table TableName
         Ref {name}
         Arn {arn:dynamodb}:table/{name}
         StreamArn {arn:dynamodb}:table/{name}/stream/2024-01-01T00:00:00.000
        AWS::SQS::Queue QueueName
         Ref https://sqs.{region}.{dns}/{account}/{name}
         Arn {arn:sqs}:{name}
         QueueName {name}
         QueueUrl https://sqs.{region}.{dns}/{account}/{name}
        AWS::SNS::Topic TopicName
         Ref {arn:sns}:{name}
         TopicArn {arn:sns}:{name}
         TopicName {name}
        AWS::S3::Bucket BucketName
         Ref {lower}
         Arn arn:{partition}:s3:::{lower}
         DomainName {lower}.s3.{dns}
        AWS::IAM::Role RoleName
         Ref {name}
         Arn arn:{partition}:iam::{account}:role/{name}
         RoleId AROA{ID}

        """;

    public static ResourceKind Find(string type)
    {
        var start = Table.IndexOf($"\n{CloudFormationTypeOf(type)} ", StringComparison.Ordinal);
        if (start < 0)
        {
            return Unknown;
        }

        var line = Table.AsSpan(start + 1);
        var end = line.IndexOf('\n');
        var rest = line[(end + 1)..];
        var next = rest.IndexOf("\nAWS::");
        var words = line[..end].ToString().Split(' ');
        return new(words[1] == "-" ? null : words[1], words is [_, _, "local"], (next < 0 ? rest : rest[..(next + 1)]).ToString());
    }

    public string? PatternOf(string attribute)
    {
        foreach (var line in Patterns.AsSpan().EnumerateLines())
        {
            if (line.StartsWith($" {attribute} ", StringComparison.Ordinal))
            {
                return line[(attribute.Length + 2)..].ToString();
            }
        }

        return null;
    }

    private static string CloudFormationTypeOf(string type) => type switch
    {
        "AWS::Serverless::Function" => "AWS::Lambda::Function",
        "AWS::Serverless::LayerVersion" => "AWS::Lambda::LayerVersion",
        "AWS::Serverless::SimpleTable" => "AWS::DynamoDB::Table",
        "AWS::Serverless::Api" => "AWS::ApiGateway::RestApi",
        "AWS::Serverless::HttpApi" or "AWS::Serverless::WebSocketApi" => "AWS::ApiGatewayV2::Api",
        "AWS::Serverless::StateMachine" => "AWS::StepFunctions::StateMachine",
        "AWS::Serverless::Application" => "AWS::CloudFormation::Stack",
        _ => type,
    };
}
