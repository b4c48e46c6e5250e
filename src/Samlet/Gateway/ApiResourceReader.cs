using Samlet.Functions;
using Samlet.Templates;

namespace Samlet.Gateway;

/// <summary>AWS::ApiGateway::RestApi and AWS::ApiGatewayV2::Api.</summary>
internal sealed class ApiResourceReader(FunctionLookup functions)
{
    public ApiDraft ReadRest(Stack stack, Resource resource)
    {
        var properties = new PropertyReader(stack.Template, resource);
        var document = ReadDocument(stack, resource, properties);
        var api = ApiOf(stack, resource, ApiType.Rest) with
        {
            BinaryTypes = MediaTypes.Read(properties.Texts("BinaryMediaTypes")),
        };
        return new ApiDraft(api.With(document), stack) { Document = document };
    }

    public ApiDraft ReadHttp(Stack stack, Resource resource)
    {
        var properties = new PropertyReader(stack.Template, resource);
        var document = ReadDocument(stack, resource, properties);
        var isWebSocket = properties.Choice("ProtocolType", "HTTP", "WEBSOCKET") == "WEBSOCKET";
        var api = ApiOf(stack, resource, isWebSocket ? ApiType.WebSocket : ApiType.Http) with
        {
            Cors = properties.Map("CorsConfiguration") is null
                ? null
                : CorsReader.Read(properties.Section("CorsConfiguration")),
            RouteSelection = properties.Text("RouteSelectionExpression"),
        };
        return new ApiDraft(api.With(document), stack) { Document = document };
    }

    private static Api ApiOf(Stack stack, Resource resource, ApiType type) => new()
    {
        Id = resource.LogicalId,
        Type = type,
        Location = resource.Location,
        Condition = stack.FindFalseCondition() ?? resource.Condition,
    };

    private OpenApiDocument? ReadDocument(Stack stack, Resource resource, PropertyReader properties) =>
        new ApiDefinition(stack, resource.LogicalId, properties).Find("Body", "BodyS3Location") is { } document
            ? new OpenApiReader(document, properties).Read(functions, stack)
            : null;
}
