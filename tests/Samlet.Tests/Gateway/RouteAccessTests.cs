using Samlet.Gateway;
using Samlet.Tests.Support;

namespace Samlet.Tests.Gateway;

public sealed class RouteAccessTests
{
    private static readonly IdentitySource[] Authorization = [new(IdentityPlace.Header, "Authorization")];

    [Fact]
    public void REST_authorizers_of_SAM_are_read()
    {
        using var routes = Api("AWS::Serverless::Api", "Api", "RestApiId", """
            DefaultAuthorizer: Token
            ApiKeyRequired: true
            Authorizers:
              Token: {FunctionArn: !GetAtt G.Arn, Identity: {Header: X-Auth, ValidationExpression: 'a.*', ReauthorizeEvery: 30}}
              Request: {FunctionArn: !GetAtt G.Arn, FunctionPayloadType: REQUEST, Identity: {Headers: [A], QueryStrings: [q], StageVariables: [s], Context: [c]}}
              Pool: {UserPoolArn: 'arn:aws:cognito-idp:us-east-1:1:userpool/p', AuthorizationScopes: [email]}
              Empty: {}
            """);

        var token = Assert.IsType<Authorizer.Lambda>(routes.Find("/default").Access.Authorizer);
        Assert.Equal(("Token", "G", true, "a.*"), (token.Name, token.Function, token.IsToken, token.Validation));
        Assert.Equal([new IdentitySource(IdentityPlace.Header, "X-Auth")], token.IdentitySources);
        Assert.Equal(TimeSpan.FromSeconds(30), token.ResultLifetime);
        Assert.True(routes.Find("/default").Access.NeedsApiKey);
        var request = Assert.IsType<Authorizer.Lambda>(routes.Find("/request").Access.Authorizer);
        Assert.Equal(["Header A", "Query q", "StageVariable s", "Context c"], request.IdentitySources.Select(source => $"{source.Place} {source.Name}"));
        var pool = Assert.IsType<Authorizer.Cognito>(routes.Find("/pool").Access.Authorizer);
        Assert.Equal(["arn:aws:cognito-idp:us-east-1:1:userpool/p"], pool.UserPools);
        Assert.Equal(Authorization, pool.IdentitySources);
        Assert.Equal(["email"], routes.Find("/pool").Access.Scopes);
        Assert.Equal(["read"], routes.Find("/scopes").Access.Scopes);
        Assert.Null(routes.Find("/none").Access.Authorizer);
        Assert.Equal("AWS_IAM", routes.Find("/iam").Access.Authorizer?.Name);
        Assert.False(routes.Find("/iam").Access.NeedsApiKey);
        Assert.Null(routes.Find("/unknown").Access.Authorizer);
        Assert.Equal(["SAM0212", "SAM0203"], routes.Codes);
    }

    [Fact]
    public void HTTP_authorizers_of_SAM_are_read()
    {
        using var routes = Api("AWS::Serverless::HttpApi", "HttpApi", "ApiId", """
            DefaultAuthorizer: Token
            Authorizers:
              Token: {JwtConfiguration: {issuer: https://i.example, audience: [a, b]}, IdentitySource: $request.querystring.jwt, AuthorizationScopes: [s]}
              Request: {FunctionArn: !GetAtt G.Arn, AuthorizerPayloadFormatVersion: 2.0, EnableSimpleResponses: true, Identity: {Headers: [A]}}
              Pool: {OpenIdConnectUrl: https://o.example, IdentitySource: nonsense}
            """);

        var token = Assert.IsType<Authorizer.Jwt>(routes.Find("/default").Access.Authorizer);
        Assert.Equal("https://i.example", token.Issuer);
        Assert.Equal(["a", "b"], token.Audiences);
        Assert.Equal([new IdentitySource(IdentityPlace.Query, "jwt")], token.IdentitySources);
        Assert.Equal(["s"], routes.Find("/default").Access.Scopes);
        var request = Assert.IsType<Authorizer.Lambda>(routes.Find("/request").Access.Authorizer);
        Assert.Equal(("2.0", true, false), (request.PayloadVersion, request.HasSimpleResponses, request.IsToken));
        Assert.Equal("https://o.example", Assert.IsType<Authorizer.Jwt>(routes.Find("/pool").Access.Authorizer).Issuer);
        Assert.Equal(["SAM0211", "SAM0203"], routes.Codes);
    }

    [Fact]
    public void Authorizers_of_OpenAPI_documents_are_read()
    {
        using var routes = new TestRoutes("""
            Resources:
              F: {Type: AWS::Serverless::Function}
              G: {Type: AWS::Serverless::Function}
              Mine:
                Type: AWS::Serverless::Api
                Properties:
                  DefinitionBody:
                    swagger: '2.0'
                    security: [{Token: []}]
                    securityDefinitions:
                      Token: {type: apiKey, in: header, name: X-Auth, x-amazon-apigateway-authorizer: {type: token, authorizerUri: !GetAtt G.Arn, authorizerResultTtlInSeconds: 0}}
                      Request: {type: apiKey, x-amazon-apigateway-authorizer: {type: request, authorizerUri: !GetAtt G.Arn, identitySource: 'method.request.header.A, context.b'}}
                      Pool: {type: apiKey, name: Authorization, x-amazon-apigateway-authorizer: {type: cognito_user_pools, providerARNs: [arn:p]}}
                      Jwt: {type: oauth2, x-amazon-apigateway-authorizer: {type: jwt, identitySource: $request.header.Authorization, jwtConfiguration: {issuer: i, audience: [a]}}}
                      Key: {type: apiKey, in: header, name: x-api-key}
                      Iam: {type: apiKey, name: Authorization, x-amazon-apigateway-authtype: awsSigv4}
                    paths:
                      /default: {get: {x-amazon-apigateway-integration: &f {type: aws_proxy, uri: !GetAtt F.Arn}}}
                      /none: {get: {security: [], x-amazon-apigateway-integration: *f}}
                      /request: {get: {security: [{Request: [], Key: []}], x-amazon-apigateway-integration: *f}}
                      /pool: {get: {security: [{Pool: [email]}], x-amazon-apigateway-integration: *f}}
                      /jwt: {get: {security: [{Jwt: []}], x-amazon-apigateway-integration: *f}}
                      /iam: {get: {security: [{Iam: []}], x-amazon-apigateway-integration: *f}}
                      /auth: {get: {x-amazon-apigateway-auth: {type: AWS_IAM}, x-amazon-apigateway-integration: *f}}
                      /unknown: {get: {security: [{Nobody: []}], x-amazon-apigateway-integration: *f}}
            """);

        var token = Assert.IsType<Authorizer.Lambda>(routes.Find("/default").Access.Authorizer);
        Assert.Equal(("G", true, TimeSpan.Zero), (token.Function, token.IsToken, token.ResultLifetime));
        Assert.Equal([new IdentitySource(IdentityPlace.Header, "X-Auth")], token.IdentitySources);
        Assert.Null(routes.Find("/none").Access.Authorizer);
        var request = Assert.IsType<Authorizer.Lambda>(routes.Find("/request").Access.Authorizer);
        Assert.Equal(["Header A", "Context b"], request.IdentitySources.Select(source => $"{source.Place} {source.Name}"));
        Assert.True(routes.Find("/request").Access.NeedsApiKey);
        Assert.Equal(["email"], routes.Find("/pool").Access.Scopes);
        Assert.Equal(["arn:p"], Assert.IsType<Authorizer.Cognito>(routes.Find("/pool").Access.Authorizer).UserPools);
        Assert.Equal(["a"], Assert.IsType<Authorizer.Jwt>(routes.Find("/jwt").Access.Authorizer).Audiences);
        Assert.Equal("AWS_IAM", routes.Find("/iam").Access.Authorizer?.Name);
        Assert.Equal("AWS_IAM", routes.Find("/auth").Access.Authorizer?.Name);
        Assert.Null(routes.Find("/unknown").Access.Authorizer);
        Assert.Equal(["SAM0203"], routes.Codes);
    }

    [Fact]
    public void Authorizers_that_are_resources_are_read()
    {
        using var routes = new TestRoutes("""
            Resources:
              F: {Type: AWS::Lambda::Function}
              Rest: {Type: AWS::ApiGateway::RestApi}
              Http: {Type: AWS::ApiGatewayV2::Api, Properties: {ProtocolType: HTTP}}
              Token:
                Type: AWS::ApiGateway::Authorizer
                Properties: {RestApiId: !Ref Rest, Type: TOKEN, IdentitySource: method.request.header.T, AuthorizerUri: !Sub 'arn:aws:apigateway:x:lambda:path/2015-03-31/functions/${F.Arn}/invocations'}
              Pool: {Type: AWS::ApiGateway::Authorizer, Properties: {RestApiId: !Ref Rest, Type: COGNITO_USER_POOLS, ProviderARNs: [arn:p], IdentitySource: method.request.header.Authorization}}
              Request: {Type: AWS::ApiGatewayV2::Authorizer, Properties: {ApiId: !Ref Http, AuthorizerType: REQUEST, AuthorizerUri: !GetAtt F.Arn, IdentitySource: [$request.header.A]}}
              Jwt: {Type: AWS::ApiGatewayV2::Authorizer, Properties: {ApiId: !Ref Http, AuthorizerType: JWT, JwtConfiguration: {Issuer: i, Audience: [a]}, IdentitySource: [$request.header.Authorization]}}
              A: {Type: AWS::ApiGateway::Method, Properties: {RestApiId: !Ref Rest, ResourceId: /a, HttpMethod: GET, AuthorizationType: CUSTOM, AuthorizerId: !Ref Token, ApiKeyRequired: true}}
              B: {Type: AWS::ApiGateway::Method, Properties: {RestApiId: !Ref Rest, ResourceId: /b, HttpMethod: GET, AuthorizationType: COGNITO_USER_POOLS, AuthorizerId: !Ref Pool, AuthorizationScopes: [s]}}
              C: {Type: AWS::ApiGateway::Method, Properties: {RestApiId: !Ref Rest, ResourceId: /c, HttpMethod: GET, AuthorizationType: AWS_IAM}}
              D: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref Http, RouteKey: GET /d, AuthorizationType: CUSTOM, AuthorizerId: !Ref Request}}
              E: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref Http, RouteKey: GET /e, AuthorizationType: JWT, AuthorizerId: !Ref Jwt, AuthorizationScopes: [s]}}
              G: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref Http, RouteKey: GET /g, AuthorizationType: NONE}}
            """);

        var token = Assert.IsType<Authorizer.Lambda>(routes.Find("/a").Access.Authorizer);
        Assert.Equal(("F", true, "1.0"), (token.Function, token.IsToken, token.PayloadVersion));
        Assert.True(routes.Find("/a").Access.NeedsApiKey);
        Assert.Equal(["s"], routes.Find("/b").Access.Scopes);
        Assert.IsType<Authorizer.Cognito>(routes.Find("/b").Access.Authorizer);
        Assert.Equal("AWS_IAM", routes.Find("/c").Access.Authorizer?.Name);
        var request = Assert.IsType<Authorizer.Lambda>(routes.Find("/d").Access.Authorizer);
        Assert.Equal(("F", "2.0"), (request.Function, request.PayloadVersion));
        Assert.Equal("i", Assert.IsType<Authorizer.Jwt>(routes.Find("/e").Access.Authorizer).Issuer);
        Assert.Null(routes.Find("/g").Access.Authorizer);
        Assert.Empty(routes.Codes);
    }

    [Theory]
    [InlineData("method.request.header.X-Auth", IdentityPlace.Header, "X-Auth")]
    [InlineData("$request.header.X-Auth", IdentityPlace.Header, "X-Auth")]
    [InlineData("route.request.header.Auth", IdentityPlace.Header, "Auth")]
    [InlineData("method.request.querystring.q", IdentityPlace.Query, "q")]
    [InlineData("$context.identity.sourceIp", IdentityPlace.Context, "identity.sourceIp")]
    [InlineData(" stageVariables.v ", IdentityPlace.StageVariable, "v")]
    public void Identity_sources_have_several_spellings(string text, object place, string name) =>
        Assert.Equal(new IdentitySource((IdentityPlace)place, name), IdentitySource.TryParse(text));

    [Theory]
    [InlineData("")]
    [InlineData("header.X")]
    [InlineData("$request.header.")]
    [InlineData("$request.body.x")]
    public void Everything_else_is_no_identity_source(string text) => Assert.Null(IdentitySource.TryParse(text));

    private static TestRoutes Api(string type, string item, string id, string auth) => new($$"""
        Resources:
          G: {Type: AWS::Serverless::Function}
          Mine:
            Type: {{type}}
            Properties:
              StageName: v1
              Auth:
                {{auth.ReplaceLineEndings("\n        ")}}
          F:
            Type: AWS::Serverless::Function
            Properties:
              Events:
                A: {Type: {{item}}, Properties: {Path: /default, Method: get, {{id}}: !Ref Mine} }
                B: {Type: {{item}}, Properties: {Path: /request, Method: get, {{id}}: !Ref Mine, Auth: {Authorizer: Request} } }
                C: {Type: {{item}}, Properties: {Path: /pool, Method: get, {{id}}: !Ref Mine, Auth: {Authorizer: Pool} } }
                D: {Type: {{item}}, Properties: {Path: /scopes, Method: get, {{id}}: !Ref Mine, Auth: {AuthorizationScopes: [read]} } }
                E: {Type: {{item}}, Properties: {Path: /none, Method: get, {{id}}: !Ref Mine, Auth: {Authorizer: NONE} } }
                G: {Type: {{item}}, Properties: {Path: /iam, Method: get, {{id}}: !Ref Mine, Auth: {Authorizer: AWS_IAM, ApiKeyRequired: false} } }
                H: {Type: {{item}}, Properties: {Path: /unknown, Method: get, {{id}}: !Ref Mine, Auth: {Authorizer: Tokn} } }
        """);
}
