using Samlet.Gateway;
using Samlet.Tests.Support;

namespace Samlet.Tests.Gateway;

public sealed class ResourceRoutesTests
{
    [Fact]
    public void Methods_of_a_REST_API_stand_at_the_path_of_their_resource()
    {
        using var routes = new TestRoutes("""
            Resources:
              F: {Type: AWS::Lambda::Function}
              Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: a, BinaryMediaTypes: ['*/*']}}
              Items: {Type: AWS::ApiGateway::Resource, Properties: {RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: items}}
              Item: {Type: AWS::ApiGateway::Resource, Properties: {RestApiId: !Ref Api, ParentId: !Ref Items, PathPart: '{id}'}}
              Root:
                Type: AWS::ApiGateway::Method
                Properties: {RestApiId: !Ref Api, ResourceId: !GetAtt Api.RootResourceId, HttpMethod: GET, Integration: {Type: MOCK}}
              Get:
                Type: AWS::ApiGateway::Method
                Properties:
                  RestApiId: !Ref Api
                  ResourceId: !Ref Item
                  HttpMethod: ANY
                  OperationName: getItem
                  Integration:
                    Type: AWS_PROXY
                    Uri: !Sub 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${F.Arn}/invocations'
              Web:
                Type: AWS::ApiGateway::Method
                Properties: {RestApiId: !Ref Api, ResourceId: !Ref Items, HttpMethod: post, Integration: {Type: HTTP_PROXY, Uri: https://a.example}}
              Stage: {Type: AWS::ApiGateway::Stage, Properties: {RestApiId: !Ref Api, StageName: v1, Variables: {A: b}}}
            """);

        Assert.Equal(["Api GET / > ", "Api ANY /items/{id} > F", "Api POST /items > "], routes.Lines);
        var route = routes.Find("/items/{id}");
        Assert.Equal((ApiType.Rest, "v1", "getItem"), (route.Api.Type, route.Api.StageName, route.OperationName));
        Assert.Equal([new("A", "b")], route.Api.StageVariables);
        Assert.Equal(IntegrationType.HttpProxy, routes.Find("/items").Integration);
        Assert.Empty(routes.Codes);
    }

    [Fact]
    public void Routes_of_an_HTTP_API_lead_to_their_integration()
    {
        using var routes = new TestRoutes("""
            Resources:
              F: {Type: AWS::Lambda::Function}
              Api: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: a, ProtocolType: HTTP, CorsConfiguration: {AllowOrigins: ['*']}}}
              Call:
                Type: AWS::ApiGatewayV2::Integration
                Properties: {ApiId: !Ref Api, IntegrationType: AWS_PROXY, IntegrationUri: !GetAtt F.Arn, PayloadFormatVersion: '1.0'}
              Web: {Type: AWS::ApiGatewayV2::Integration, Properties: {ApiId: !Ref Api, IntegrationType: HTTP_PROXY, IntegrationUri: https://a.example}}
              A: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref Api, RouteKey: 'GET /items', Target: !Sub 'integrations/${Call}'}}
              B: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref Api, RouteKey: 'any  /b', Target: !Join [/, [integrations, !Ref Call]]}}
              C: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref Api, RouteKey: $default, Target: !Join ['', [integrations/, !Ref Web]]}}
              D: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref Api, RouteKey: wrong, Target: !Sub 'integrations/${Call}'}}
              E: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: elsewhere, RouteKey: GET /e}}
              Stage: {Type: AWS::ApiGatewayV2::Stage, Properties: {ApiId: !Ref Api, StageName: $default, StageVariables: {A: b}}}
            """);

        Assert.Equal(["Api GET /items > F", "Api ANY /b > F", "Api ANY $default > "], routes.Lines);
        Assert.Equal(("1.0", "$default"), (routes.Find("/items").PayloadVersion, routes.Find("/items").Api.StageName));
        Assert.Equal(["*"], routes.Find("/items").Api.Cors?.Origins);
        Assert.Equal(["SAM0204", "SAM0209"], routes.Codes);
    }

    [Theory]
    [InlineData("", "Api ANY $default > F")]
    [InlineData("RouteKey: GET /a, ", "Api GET /a > F")]
    public void An_HTTP_API_with_a_target_has_one_route(string key, string line)
    {
        using var routes = new TestRoutes($$"""
            Resources:
              F: {Type: AWS::Lambda::Function}
              Api: {Type: AWS::ApiGatewayV2::Api, Properties: { {{key}}ProtocolType: HTTP, Target: !GetAtt F.Arn} }
            """);
        Assert.Equal([line], routes.Lines);
    }

    [Fact]
    public void WebSocket_routes_have_their_key_as_path()
    {
        using var routes = new TestRoutes("""
            Resources:
              F: {Type: AWS::Serverless::Function}
              Api: {Type: AWS::ApiGatewayV2::Api, Properties: {ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.do}}
              Call:
                Type: AWS::ApiGatewayV2::Integration
                Properties: {ApiId: !Ref Api, IntegrationType: AWS_PROXY, IntegrationUri: !Sub 'arn:aws:apigateway:x:lambda:path/2015-03-31/functions/${F.Arn}/invocations'}
              A: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref Api, RouteKey: $connect, Target: !Sub 'integrations/${Call}'}}
              B: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref Api, RouteKey: send it, Target: !Sub 'integrations/${Call}'}}
              Mine:
                Type: AWS::Serverless::WebSocketApi
                Properties:
                  RouteSelectionExpression: $request.body.action
                  Auth: {AuthType: CUSTOM, AuthArn: !GetAtt F.Arn, IdentitySource: [route.request.header.Auth]}
                  Routes: {$connect: {FunctionArn: !GetAtt F.Arn}, say: {FunctionArn: !GetAtt F.Arn, OperationName: Say}}
            """);

        Assert.Equal(["Api WS $connect > F", "Api WS send it > F", "Mine WS $connect > F", "Mine WS say > F"], routes.Lines);
        Assert.Equal("$request.body.do", routes.Find("send it").Api.RouteSelection);
        Assert.Equal((ApiType.WebSocket, "Say"), (routes.Find("say").Api.Type, routes.Find("say").OperationName));
        Assert.IsType<Authorizer.Lambda>(routes.Set.Routes[2].Access.Authorizer);
        Assert.Null(routes.Find("say").Access.Authorizer);
    }

    [Fact]
    public void Function_URLs_take_every_method_and_path()
    {
        using var routes = new TestRoutes("""
            Resources:
              F: {Type: AWS::Serverless::Function, Properties: {FunctionUrlConfig: {AuthType: NONE, InvokeMode: RESPONSE_STREAM, Cors: {AllowOrigins: ['*']}}}}
              G: {Type: AWS::Lambda::Function, Properties: {FunctionName: gee}}
              U: {Type: AWS::Lambda::Url, Properties: {AuthType: AWS_IAM, TargetFunctionArn: !GetAtt G.Arn}}
              V: {Type: AWS::Lambda::Url, Properties: {AuthType: NONE, TargetFunctionArn: gee}}
              W: {Type: AWS::Lambda::Url, Properties: {AuthType: NONE, TargetFunctionArn: nobody}}
            """);

        Assert.Equal(
            ["FUrl ANY $default > F", "U ANY $default > G", "V ANY $default > G", "W ANY $default > nobody"], routes.Lines);
        Assert.Equal((ApiType.Url, true), (routes.Set.Apis[0].Type, routes.Set.Apis[0].IsStreaming));
        Assert.Equal(["*"], routes.Set.Apis[0].Cors?.Origins);
        Assert.Equal([null, "AWS_IAM", null, null], routes.Set.Routes.Select(route => route.Access.Authorizer?.Name));
        Assert.Equal(["SAM0201"], routes.Codes);
    }

    [Fact]
    public void SAM_and_CloudFormation_resources_stand_side_by_side()
    {
        using var routes = new TestRoutes("""
            Resources:
              F: {Type: AWS::Serverless::Function, Properties: {Events: {A: {Type: Api, Properties: {Path: /a, Method: get}}}}}
              Api: {Type: AWS::ApiGatewayV2::Api, Properties: {ProtocolType: HTTP, Target: !GetAtt F.Arn}}
            """);
        Assert.Equal(["Api ANY $default > F", "ServerlessRestApi GET /a > F"], routes.Lines.Order());
    }

    [Fact]
    public void Stacks_have_APIs_of_their_own_and_share_them_by_parameter()
    {
        using var folder = new TempFolder();
        folder.Write("template.yaml", """
            Resources:
              F: {Type: AWS::Serverless::Function, Properties: {Events: {A: {Type: HttpApi, Properties: {Path: /a, Method: get}}}}}
              Shared: {Type: AWS::Serverless::HttpApi, Properties: {StageName: v1}}
              Child: {Type: AWS::Serverless::Application, Properties: {Location: child.yaml, Parameters: {Api: !Ref Shared}}}
            """);
        folder.Write("child.yaml", """
            Parameters: {Api: {Type: String}}
            Resources:
              F:
                Type: AWS::Serverless::Function
                Properties:
                  Events:
                    A: {Type: HttpApi, Properties: {Path: /a, Method: get}}
                    B: {Type: HttpApi, Properties: {Path: /b, Method: get, ApiId: !Ref Api}}
              Call: {Type: AWS::ApiGatewayV2::Integration, Properties: {ApiId: !Ref Api, IntegrationType: AWS_PROXY, IntegrationUri: !GetAtt F.Arn}}
              R: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref Api, RouteKey: GET /r, Target: !Sub 'integrations/${Call}'}}
            """);
        var set = RouteReader.Read(new Samlet.Functions.FunctionSet(Samlet.Functions.StackReader.Read(
            [new("template.yaml", folder.PathOf("template.yaml"))], new Samlet.Templates.TemplateOptions())));

        Assert.Equal(
            [
                "Shared GET /b > Child/F", "Shared GET /r > Child/F", "ServerlessHttpApi GET /a > F",
                "ServerlessHttpApi GET /a > Child/F",
            ],
            set.Routes.Select(route => $"{route.Api.Id} {route.Method} {route.Path} > {route.Function}"));
    }
}
