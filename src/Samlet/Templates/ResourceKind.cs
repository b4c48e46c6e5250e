namespace Samlet.Templates;

/// <summary>What is known of a resource type: the property that names it, and a pattern for each attribute.</summary>
internal sealed record ResourceKind(string? NameProperty, bool IsLocal, string Patterns)
{
    private static readonly ResourceKind Unknown = new(null, false, "");

    public static ResourceKind Find(string type)
    {
        var table = ResourceKindTable.Text;
        var start = table.IndexOf($"\n{CloudFormationTypeOf(type)} ", StringComparison.Ordinal);
        if (start < 0)
        {
            return Unknown;
        }

        var line = table.AsSpan(start + 1);
        var end = line.IndexOf('\n');
        var rest = line[(end + 1)..];
        var next = rest.IndexOf("\nAWS::");
        var words = line[..end].ToString().Split(' ');
        var patterns = next < 0 ? rest : rest[..next];
        return new(words[1] == "-" ? null : words[1], words is [_, _, "local"], patterns.ToString());
    }

    public bool IsKnown => Patterns.Length > 0;

    public IEnumerable<string> Attributes =>
        Patterns.Split('\n', StringSplitOptions.TrimEntries).SelectMany(line => line.Split(' ')[0].Split('|'));

    public string? PatternOf(string attribute)
    {
        foreach (var line in Patterns.AsSpan().EnumerateLines())
        {
            var names = line.TrimStart();
            var blank = names.IndexOf(' ');
            if (blank > 0 && Names(names[..blank], attribute))
            {
                return names[(blank + 1)..].ToString();
            }
        }

        return null;
    }

    // Attributes with one pattern share a line: `Ref|Id {uuid}`.
    private static bool Names(ReadOnlySpan<char> names, string attribute)
    {
        foreach (var range in names.Split('|'))
        {
            if (names[range].SequenceEqual(attribute))
            {
                return true;
            }
        }

        return false;
    }

    private static string CloudFormationTypeOf(string type) => type switch
    {
        "AWS::Serverless::Function" => "AWS::Lambda::Function",
        "AWS::Serverless::LayerVersion" => "AWS::Lambda::LayerVersion",
        "AWS::Serverless::SimpleTable" => "AWS::DynamoDB::Table",
        "AWS::Serverless::Api" => "AWS::ApiGateway::RestApi",
        "AWS::Serverless::HttpApi" or "AWS::Serverless::WebSocketApi" => "AWS::ApiGatewayV2::Api",
        "AWS::Serverless::StateMachine" => "AWS::StepFunctions::StateMachine",
        "AWS::Serverless::GraphQLApi" => "AWS::AppSync::GraphQLApi",
        "AWS::Serverless::Application" => "AWS::CloudFormation::Stack",
        _ => type,
    };
}
