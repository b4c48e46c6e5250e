using System.Buffers;

namespace Samlet.Templates;

/// <summary>
/// Resources that the SAM transform adds and that a template may refer to: implicit APIs, roles, URLs, aliases,
/// versions, stages, what events become. Source: "Generated AWS CloudFormation resources" in the SAM developer guide.
/// </summary>
internal sealed class GeneratedResources(TemplateScope scope, Dictionary<string, Resource> declared)
{
    private const string Prefix = "AWS::Serverless::";

    private static readonly SearchValues<char> HashDigits = SearchValues.Create("0123456789abcdef");

    private readonly Dictionary<string, Resource?> _found = new(StringComparer.Ordinal);

    public Resource? Find(string logicalId)
    {
        if (!_found.TryGetValue(logicalId, out var resource))
        {
            resource = Make(logicalId);
            _found.Add(logicalId, resource);
        }

        return resource;
    }

    private Resource? Make(string logicalId)
    {
        var dot = logicalId.IndexOf('.', StringComparison.Ordinal);
        if (dot > 0)
        {
            return MakeProperty(logicalId, logicalId[..dot], logicalId[(dot + 1)..]);
        }

        return logicalId switch
        {
            "ServerlessRestApi" => MakeImplicit(logicalId, "AWS::ApiGateway::RestApi"),
            "ServerlessRestApiProdStage" =>
                MakeImplicit(logicalId, "AWS::ApiGateway::Stage", Entry("StageName", "Prod")),
            "ServerlessHttpApi" => MakeImplicit(logicalId, "AWS::ApiGatewayV2::Api"),
            "ServerlessHttpApiApiGatewayDefaultStage" =>
                MakeImplicit(logicalId, "AWS::ApiGatewayV2::Stage", Entry("StageName", "$default")),
            _ => MakeFromOwner(logicalId),
        };
    }

    private Resource? MakeImplicit(string logicalId, string type, params MapEntry[] properties)
    {
        foreach (var resource in declared.Values)
        {
            if (resource.Type == Prefix + "Function")
            {
                return Make(logicalId, type, properties);
            }
        }

        return null;
    }

    // `!Ref Function.Version` and its like name a generated resource whose logical ID has a hash in it.
    private Resource? MakeProperty(string logicalId, string owner, string property)
    {
        if (!declared.TryGetValue(owner, out var resource) || !IsServerless(resource))
        {
            return null;
        }

        return property switch
        {
            "Version" => Make(logicalId, "AWS::Lambda::Version", Function(owner)),
            "Alias" => Make(logicalId, "AWS::Lambda::Alias", Function(owner), Entry("Name", AliasOf(resource))),
            "Stage" => Make(logicalId, "AWS::ApiGateway::Stage", Entry("StageName", StageOf(resource))),
            "Deployment" => Make(logicalId, "AWS::ApiGateway::Deployment"),
            "DestinationQueue" => Make(logicalId, "AWS::SQS::Queue"),
            "DestinationTopic" => Make(logicalId, "AWS::SNS::Topic"),
            _ => null,
        };
    }

    // The longest logical ID that the name starts with owns it: `GetRole` belongs to `Get`.
    private Resource? MakeFromOwner(string logicalId)
    {
        for (var length = logicalId.Length - 1; length > 0; length--)
        {
            if (declared.TryGetValue(logicalId[..length], out var owner) && IsServerless(owner))
            {
                return MakeFromOwner(logicalId, owner, logicalId[length..]);
            }
        }

        return null;
    }

    private Resource? MakeFromOwner(string id, Resource owner, string suffix) => (TypeOf(owner), suffix) switch
    {
        ("Function" or "StateMachine", "Role") => Make(id, "AWS::IAM::Role"),
        ("Function", "Url") => Make(id, "AWS::Lambda::Url", Function(owner.LogicalId, "TargetFunctionArn")),
        ("Function", _) when suffix == "Alias" + AliasOf(owner) =>
            Make(id, "AWS::Lambda::Alias", Function(owner.LogicalId), Entry("Name", AliasOf(owner))),
        ("Function", _) when IsHashed(suffix, "Version") => Make(id, "AWS::Lambda::Version", Function(owner.LogicalId)),
        ("Api" or "HttpApi" or "WebSocketApi", _) when suffix.EndsWith("Stage", StringComparison.Ordinal) =>
            Make(id, "AWS::ApiGateway::Stage", Entry("StageName", StageOf(owner))),
        ("Api" or "WebSocketApi", _) when IsHashed(suffix, "Deployment") => Make(id, "AWS::ApiGateway::Deployment"),
        ("LayerVersion", _) when IsHashed(suffix, "") => Make(id, "AWS::Lambda::LayerVersion"),
        ("Function" or "StateMachine", _) when BelongsToEvent(owner, suffix) => Make(id, "AWS::Serverless::Event"),
        _ => null,
    };

    private static string TypeOf(Resource resource) => resource.Type[Prefix.Length..];

    private static bool IsServerless(Resource resource) => resource.Type.StartsWith(Prefix, StringComparison.Ordinal);

    private static bool BelongsToEvent(Resource owner, string suffix)
    {
        foreach (var entry in (owner.Declared.Find("Events") as TemplateValue.Map ?? TemplateValue.Map.Empty).Entries)
        {
            if (suffix.StartsWith(entry.Key, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsHashed(string suffix, string word) =>
        suffix.StartsWith(word, StringComparison.Ordinal) && suffix.Length == word.Length + 10
        && !suffix.AsSpan(word.Length).ContainsAnyExcept(HashDigits);

    private static string AliasOf(Resource function) => function.Find("AutoPublishAlias")?.AsText() ?? "live";

    private static string StageOf(Resource api) =>
        api.Find("StageName")?.AsText() ?? (api.Type == Prefix + "Api" ? "Prod" : "$default");

    private Resource Make(string logicalId, string type, params MapEntry[] properties)
    {
        MapEntry[] attributes = [Entry("Type", type), new("Properties", default, new TemplateValue.Map(properties))];
        return new(scope, new(logicalId, default, TemplateValue.Map.Empty), new(attributes));
    }

    private static MapEntry Function(string logicalId, string property = "FunctionName") =>
        new(property, default, new TemplateValue.Call("Ref", new TemplateValue.Text(logicalId)));

    private static MapEntry Entry(string key, string value) => new(key, default, new TemplateValue.Text(value));
}
