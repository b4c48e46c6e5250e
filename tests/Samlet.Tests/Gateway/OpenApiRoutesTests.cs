using Samlet.Gateway;
using Samlet.Tests.Support;

namespace Samlet.Tests.Gateway;

public sealed class OpenApiRoutesTests
{
    private const string Function = "F: {Type: AWS::Serverless::Function}";
    private const string Uri = "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${F.Arn}/invocations";

    private const string Document = """
        openapi: 3.0.1
        x-amazon-apigateway-binary-media-types: [image/png]
        x-amazon-apigateway-cors: {allowOrigins: ['*'], maxAge: 5}
        paths:
          /items/{id}:
            parameters: [{name: id, in: path}]
            get:
              operationId: getItem
              x-amazon-apigateway-integration: {type: AWS_PROXY, uri: {Fn::Sub: 'URI'}, payloadFormatVersion: '1.0'}
            post: {x-amazon-apigateway-integration: {type: aws, uri: {Fn::Sub: 'URI'}}}
            put: {x-amazon-apigateway-integration: {$ref: '#/components/x-amazon-apigateway-integrations/proxy'}}
            delete: {responses: {}}
            options: {x-amazon-apigateway-integration: {type: mock}}
          /web: {x-amazon-apigateway-any-method: {x-amazon-apigateway-integration: {type: http_proxy, uri: https://a.example}}}
          $default: {x-amazon-apigateway-any-method: {isDefaultRoute: true, x-amazon-apigateway-integration: {type: aws_proxy, uri: {Fn::Sub: 'URI'}}}}
          /gone:
        components:
          x-amazon-apigateway-integrations:
            proxy: {type: aws_proxy, uri: {Fn::Sub: 'URI'}}
        """;

    private static readonly string[] Routes =
    [
        "Mine GET /items/{id} > F", "Mine POST /items/{id} > F", "Mine PUT /items/{id} > F", "Mine OPTIONS /items/{id} > ",
        "Mine ANY /web > ", "Mine ANY $default > F",
    ];

    [Theory]
    [InlineData("AWS::Serverless::Api", "DefinitionBody")]
    [InlineData("AWS::Serverless::HttpApi", "DefinitionBody")]
    [InlineData("AWS::ApiGateway::RestApi", "Body")]
    [InlineData("AWS::ApiGatewayV2::Api", "Body")]
    public void A_document_in_the_template_makesRoutes(string type, string property)
    {
        using var routes = new TestRoutes($"""
            Resources:
              {Function}
              Mine:
                Type: {type}
                Properties:
                  {property}:
                    {Text("\n        ")}
            """);
        AssertRoutes(routes);
    }

    [Theory]
    [InlineData("AWS::Serverless::Api", "DefinitionUri: api.yaml")]
    [InlineData("AWS::Serverless::HttpApi", "DefinitionUri: ./api.yaml")]
    [InlineData("AWS::ApiGateway::RestApi", "Body: {Fn::Transform: {Name: AWS::Include, Parameters: {Location: api.yaml}}}")]
    [InlineData("AWS::ApiGatewayV2::Api", "BodyS3Location: api.yaml")]
    public void A_document_in_a_file_makesRoutes(string type, string line)
    {
        using var routes = new TestRoutes(
            $"Resources:\n  {Function}\n  Mine: {{Type: {type}, Properties: {{{line}}}}}", ("api.yaml", Text("\n")));
        AssertRoutes(routes);
    }

    [Theory]
    [InlineData("DefinitionUri: missing.yaml", "SAM0205")]
    [InlineData("DefinitionBody: text", "SAM0103")]
    [InlineData("DefinitionUri: s3://bucket/api.yaml", null)]
    [InlineData("DefinitionUri: {Bucket: b, Key: k}", null)]
    public void A_document_that_cannot_be_read_is_told(string line, string? code)
    {
        using var routes = new TestRoutes($"Resources:\n  Mine: {{Type: AWS::Serverless::Api, Properties: {{{line}}}}}");
        Assert.Empty(routes.Set.Routes);
        Assert.Equal(code is null ? [] : [code], routes.Codes);
    }

    [Theory]
    [InlineData("arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:named/invocations")]
    [InlineData("arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:named:live/invocations")]
    [InlineData("arn:aws-cn:apigateway:cn-north-1:lambda:path/2015-03-31/functions/arn:aws-cn:lambda:cn-north-1:1:function:named/invocations")]
    [InlineData("arn:aws:apigateway:us-east-1:lambda:path/2021-11-15/functions/arn:aws:lambda:us-east-1:1:function:named/response-streaming-invocations")]
    [InlineData("arn:aws:lambda:us-east-1:123456789012:function:named")]
    [InlineData("!GetAtt F.Arn")]
    [InlineData("!Sub '${F.Arn}'")]
    [InlineData("!Sub 'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${F.Arn}/invocations'")]
    [InlineData("!Sub ['${p}/${F.Arn}/invocations', {p: 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions'}]")]
    [InlineData("!Join ['', ['arn:aws:apigateway:', !Ref AWS::Region, ':lambda:path/2015-03-31/functions/', !GetAtt F.Arn, /invocations]]")]
    [InlineData("!Sub '${A}'")]
    [InlineData("!Ref A")]
    [InlineData("!Sub 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${A}/invocations'")]
    [InlineData("!Sub 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${F.Alias}/invocations'")]
    [InlineData("!Sub 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${F.Arn}:${Unknown}/invocations'")]
    [InlineData("!Ref F.Alias")]
    public void The_function_is_found_in_every_form_of_its_address(string address)
    {
        using var routes = WithUri(address);
        Assert.Equal(["Mine GET /a > F"], routes.Lines);
    }

    [Theory]
    [InlineData("arn:aws:lambda:us-east-1:123456789012:function:other", "other", "SAM0201")]
    [InlineData("arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:1:function:${stageVariables.fn}/invocations", "", null)]
    [InlineData("arn:aws:apigateway:us-east-1:sqs:path/123456789012/queue", "", null)]
    [InlineData("https://a.example", "", null)]
    public void A_function_that_is_not_there_is_told(string address, string function, string? code)
    {
        using var routes = WithUri($"'{address}'");
        Assert.Equal([$"Mine GET /a > {function}"], routes.Lines);
        Assert.Equal(code is null ? [] : [code], routes.Codes);
    }

    [Theory]
    [InlineData("AWS::Serverless::Api", "Api", "", "SAM0213")]
    [InlineData("AWS::Serverless::Api", "Api", "MergeDefinitions: true, ", null)]
    [InlineData("AWS::Serverless::HttpApi", "HttpApi", "", null)]
    public void An_event_adds_to_a_document_only_where_SAM_does(string api, string type, string more, string? code)
    {
        var id = type == "Api" ? "RestApiId" : "ApiId";
        using var routes = new TestRoutes($$"""
            Resources:
              F:
                Type: AWS::Serverless::Function
                Properties: {Events: {A: {Type: {{type}}, Properties: {Path: /new, Method: get, {{id}}: !Ref Mine} } } }
              Mine: {Type: {{api}}, Properties: { {{more}}DefinitionBody: {paths: {/old: {get: {x-amazon-apigateway-integration: {type: mock} } } } } } }
            """);
        Assert.Equal(code is null ? ["/old", "/new"] : ["/old"], routes.Set.Routes.Select(route => route.Path));
        Assert.Equal(code is null ? [] : [code], routes.Codes);
    }

    [Fact]
    public void Paths_that_are_null_take_no_events()
    {
        using var routes = new TestRoutes("""
            Resources:
              F: {Type: AWS::Serverless::Function, Properties: {Events: {A: {Type: Api, Properties: {Path: /a, Method: get, RestApiId: Mine}}}}}
              Mine: {Type: AWS::Serverless::Api, Properties: {MergeDefinitions: true, DefinitionBody: {swagger: 2, paths: }}}
            """);
        Assert.Empty(routes.Set.Routes);
    }

    [Fact]
    public void What_a_document_says_itself_stands()
    {
        using var routes = new TestRoutes("""
            Resources:
              F: {Type: AWS::Serverless::Function}
              G:
                Type: AWS::Serverless::Function
                Properties: {Events: {A: {Type: HttpApi, Properties: {Path: /a, Method: get, ApiId: !Ref Mine}}}}
              Mine:
                Type: AWS::Serverless::HttpApi
                Properties:
                  DefinitionBody: {paths: {/a: {get: {x-amazon-apigateway-integration: {type: aws_proxy, uri: !GetAtt F.Arn}}}}}
            """);
        Assert.Equal(["Mine GET /a > F"], routes.Lines);
        Assert.Equal(["SAM0214"], routes.Codes);
    }

    [Fact]
    public void Circular_references_in_a_document_end()
    {
        using var routes = new TestRoutes("""
            Resources:
              Mine:
                Type: AWS::Serverless::HttpApi
                Properties: {DefinitionBody: {paths: {/a: {$ref: '#/paths/~1b'}, /b: {$ref: '#/paths/~1a'}}}}
            """);
        Assert.Empty(routes.Set.Routes);
    }

    private static TestRoutes WithUri(string uri) => new($$"""
        Resources:
          F: {Type: AWS::Serverless::Function, Properties: {FunctionName: named, AutoPublishAlias: live} }
          A: {Type: AWS::Lambda::Alias, Properties: {FunctionName: !Ref F, Name: blue} }
          Mine:
            Type: AWS::Serverless::Api
            Properties:
              DefinitionBody:
                paths:
                  /a:
                    get:
                      x-amazon-apigateway-integration:
                        type: aws_proxy
                        uri: {{uri}}
        """);

    private static string Text(string lineEnd) =>
        Document.Replace("URI", Uri, StringComparison.Ordinal).ReplaceLineEndings(lineEnd);

    private static void AssertRoutes(TestRoutes routes)
    {
        Assert.Equal(Routes, routes.Lines);
        Assert.Equal(
            [
                IntegrationType.LambdaProxy, IntegrationType.Lambda, IntegrationType.LambdaProxy, IntegrationType.Mock,
                IntegrationType.HttpProxy, IntegrationType.LambdaProxy,
            ],
            routes.Set.Routes.Select(route => route.Integration));
        var first = routes.Set.Routes[0];
        Assert.Equal(("1.0", "getItem"), (first.PayloadVersion, first.OperationName));
        Assert.Equal(["image/png"], first.Api.BinaryTypes);
        Assert.Equal(["*"], first.Api.Cors?.Origins);
        Assert.Empty(routes.Codes);
    }
}
