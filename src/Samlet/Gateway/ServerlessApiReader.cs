using Samlet.Functions;
using Samlet.Templates;

namespace Samlet.Gateway;

/// <summary>
/// The APIs of SAM: AWS::Serverless::Api, HttpApi and WebSocketApi, and the two that SAM makes unasked.
/// </summary>
internal sealed class ServerlessApiReader(FunctionLookup functions)
{
    public ApiDraft Read(Stack stack, Resource resource, ApiType type)
    {
        var properties = new PropertyReader(stack.Template, resource);
        var document = type == ApiType.WebSocket ? null : ReadDocument(stack, resource.LogicalId, properties);
        var api = new Api
        {
            Id = resource.LogicalId,
            Type = type,
            Location = resource.Location,
            Condition = stack.FindFalseCondition() ?? resource.Condition,
        };
        return new ApiDraft(ReadSettings(api, properties, stack).With(document), stack)
        {
            Document = document,
            Definition = KindOf(properties),
        };
    }

    /// <summary>The API of the functions that name none; what holds for it stands in Globals.</summary>
    public ApiDraft ReadImplicit(Stack stack, ApiType type)
    {
        var (id, section) = type == ApiType.Rest ? (ApiTable.ImplicitRest, "Api") : (ApiTable.ImplicitHttp, "HttpApi");
        var globals = stack.Template.FindGlobals(section) ?? TemplateValue.Map.Empty;
        var api = new Api
        {
            Id = id,
            Type = type,
            Location = stack.Template.Root.Location,
            Condition = stack.FindFalseCondition(),
        };
        var read = ReadSettings(api, new PropertyReader(stack.Template, id, globals), stack);
        return new ApiDraft(type == ApiType.Rest ? read with { StageName = "Prod" } : read, stack);
    }

    private static DefinitionKind KindOf(PropertyReader properties) => properties.Find("DefinitionBody") switch
    {
        null or TemplateValue.Null =>
            properties.Find("DefinitionUri") is null or TemplateValue.Null ? DefinitionKind.None : DefinitionKind.Uri,

        // In the merge a null of the template's document wins over the paths that SAM has collected.
        TemplateValue.Map body when properties.Flag("MergeDefinitions") == true =>
            body.Find("paths") is TemplateValue.Null ? DefinitionKind.Body : DefinitionKind.MergedBody,
        _ => DefinitionKind.Body,
    };

    private OpenApiDocument? ReadDocument(Stack stack, string id, PropertyReader properties) =>
        new ApiDefinition(stack, id, properties).Find("DefinitionBody", "DefinitionUri") is { } document
            ? new OpenApiReader(document, properties).Read(functions, stack)
            : null;

    private Api ReadSettings(Api api, PropertyReader properties, Stack stack)
    {
        var authorizers = api.Type == ApiType.WebSocket
            ? ReadWebSocketAuthorizer(properties, stack)
            : new AuthorizerReader(properties, functions, stack).Read(api.Type);
        var read = api with
        {
            StageName = properties.Text("StageName"),
            StageVariables = Pairs.Read(properties.Map(api.Type == ApiType.Rest ? "Variables" : "StageVariables")),
            Cors = api.Type == ApiType.Rest ? RestCorsReader.Read(properties) : ReadHttpCors(properties),
            BinaryTypes = MediaTypes.Read(properties.Texts("BinaryMediaTypes")),
            Authorizers = authorizers,
            RouteSelection = properties.Text("RouteSelectionExpression"),
            SpellsDefaultAsPath = api.Type == ApiType.Http && (properties.Flag("FailOnWarnings") ?? false),
        };
        return read with { Access = ReadAccess(read, properties.Section("Auth")) };
    }

    private static RouteAccess ReadAccess(Api api, PropertyReader auth)
    {
        var authorizer = auth.Text("DefaultAuthorizer") is not { } name ? null
            : name == "AWS_IAM" ? Authorizer.Iam
            : api.FindAuthorizer(name);
        return new RouteAccess
        {
            Authorizer = authorizer,
            Scopes = authorizer?.DefaultScopes ?? [],
            NeedsApiKey = auth.Flag("ApiKeyRequired") ?? false,
        };
    }

    /// <summary>`CorsConfiguration: true` lets everybody in.</summary>
    private static CorsRules? ReadHttpCors(PropertyReader properties) => properties.Find("CorsConfiguration") switch
    {
        TemplateValue.Map => CorsReader.Read(properties.Section("CorsConfiguration")),
        TemplateValue.Boolean { Value: true } => new CorsRules { Origins = ["*"], Methods = ["*"] },
        _ => null,
    };

    /// <summary>A WebSocket API has one authorizer, and only `$connect` asks it.</summary>
    private IReadOnlyList<Authorizer> ReadWebSocketAuthorizer(PropertyReader properties, Stack stack)
    {
        var auth = properties.Section("Auth");
        if (auth.Text("AuthType")?.ToUpperInvariant() != "CUSTOM")
        {
            return [];
        }

        var name = auth.Text("Name") ?? "Authorizer";
        return
        [
            new Authorizer.Lambda(name)
            {
                Function = functions.Find(auth.Find("AuthArn"), stack)?.Path ?? "",
                IdentitySources = IdentitySource.ParseAll(
                    string.Join(',', auth.Texts("IdentitySource")),
                    text => auth.Report(
                        RouteDiagnostics.BadIdentitySource(name, text, auth.LocationOf("IdentitySource")))),
            },
        ];
    }
}
