using Samlet.Functions;

namespace Samlet.Gateway;

/// <summary>Stages and authorizers that are resources of their own and belong to an API by reference.</summary>
internal sealed class ApiSettingsReader(ApiTable apis, FunctionLookup functions)
{
    public void Read(Stack stack)
    {
        foreach (var resource in stack.Template.Resources)
        {
            var properties = new PropertyReader(stack.Template, resource);
            switch (resource.Type)
            {
                case "AWS::ApiGateway::Stage":
                    AddStage(stack, properties, ("RestApiId", "Variables"));
                    break;
                case "AWS::ApiGatewayV2::Stage":
                    AddStage(stack, properties, ("ApiId", "StageVariables"));
                    break;
                case "AWS::ApiGateway::Deployment" when properties.Find("StageName") is not null:
                    AddStage(stack, properties, ("RestApiId", "Variables"));
                    break;
                case "AWS::ApiGateway::Authorizer":
                    AddAuthorizer(
                        apis.Find(properties.Find("RestApiId"), stack),
                        ReaderFor(stack, properties).ReadRest(resource));
                    break;
                case "AWS::ApiGatewayV2::Authorizer":
                    AddAuthorizer(
                        apis.Find(properties.Find("ApiId"), stack), ReaderFor(stack, properties).ReadHttp(resource));
                    break;
            }
        }
    }

    private ResourceAuthorizerReader ReaderFor(Stack stack, PropertyReader properties) =>
        new(properties, functions, stack);

    /// <summary>The first stage of an API counts: here it is served at one.</summary>
    private void AddStage(Stack stack, PropertyReader properties, (string Api, string Variables) names)
    {
        if (apis.Find(properties.Find(names.Api), stack) is { Api.StageName: null } draft)
        {
            draft.Api = draft.Api with
            {
                StageName = properties.Text("StageName"),
                StageVariables = Pairs.Read(properties.Map(names.Variables)),
            };
        }
    }

    private static void AddAuthorizer(ApiDraft? draft, Authorizer? authorizer)
    {
        if (draft is not null && authorizer is not null)
        {
            draft.Api = draft.Api with { Authorizers = [.. draft.Api.Authorizers, authorizer] };
        }
    }
}
