using Samlet.Gateway;
using Samlet.Tests.Support;

namespace Samlet.Tests.Gateway;

public sealed class EventRoutesTests
{
    [Fact]
    public void Events_without_an_API_belong_to_the_ones_that_SAM_makes()
    {
        using var routes = Function("""
            A: {Type: Api, Properties: {Path: /a, Method: get}}
            B: {Type: HttpApi, Properties: {Path: '/b/{id}', Method: POST, PayloadFormatVersion: '1.0'}}
            C: {Type: HttpApi}
            D: {Type: Api, Properties: {Path: '/{proxy+}', Method: any}}
            E: {Type: SQS, Properties: {Queue: arn:aws:sqs:us-east-1:123456789012:q}}
            """);

        Assert.Equal(
            [
                "ServerlessRestApi GET /a > F", "ServerlessRestApi ANY /{proxy+} > F",
                "ServerlessHttpApi POST /b/{id} > F", "ServerlessHttpApi ANY $default > F",
            ],
            routes.Lines);
        Assert.Equal(("Prod", null), (routes.Find("/a").Api.StageName, routes.Find("$default").Api.StageName));
        Assert.Equal(("1.0", null), (routes.Find("/b/{id}").PayloadVersion, routes.Find("$default").PayloadVersion));
        Assert.True(routes.Find("$default").IsDefault);
    }

    [Theory]
    [InlineData("RestApiId: !Ref Mine")]
    [InlineData("RestApiId: {Ref: Mine}")]
    [InlineData("RestApiId: Mine")]
    [InlineData("RestApiId: !If [Yes, !Ref Mine, !Ref Other]")]
    public void An_event_names_its_API_by_reference_or_by_id(string reference)
    {
        using var routes = Function(
            $$"""A: {Type: Api, Properties: {Path: /a, Method: get, {{reference}}} }""",
            """
              Mine: {Type: AWS::Serverless::Api, Properties: {StageName: dev, Variables: {TABLE: t}, BinaryMediaTypes: [image~1png]}}
            Conditions: {Yes: !Equals [a, a]}
            """);

        var route = Assert.Single(routes.Set.Routes);
        Assert.Equal(("Mine", "dev"), (route.Api.Id, route.Api.StageName));
        Assert.Equal([new("TABLE", "t")], route.Api.StageVariables);
        Assert.Equal(["image/png"], route.Api.BinaryTypes);
    }

    [Fact]
    public void An_API_that_is_elsewhere_still_has_its_routes()
    {
        using var routes = Function("A: {Type: Api, Properties: {Path: /a, Method: get, RestApiId: abc123}}");
        Assert.Equal(["abc123 GET /a > F"], routes.Lines);
    }

    [Theory]
    [InlineData("Type: Api, Properties: {Method: get}")]
    [InlineData("Type: Api, Properties: {Path: /a}")]
    [InlineData("Type: Api")]
    public void A_REST_event_without_path_or_method_makes_no_route(string item)
    {
        using var routes = Function($"A: {{{item}}}");
        Assert.Empty(routes.Set.Routes);
        Assert.Equal(["SAM0208"], routes.Codes);
    }

    [Fact]
    public void What_the_template_says_of_an_API_holds_for_that_API_only()
    {
        using var routes = Function(
            """
            A: {Type: Api, Properties: {Path: /a, Method: get}}
            B: {Type: Api, Properties: {Path: /b, Method: get, RestApiId: !Ref Plain}}
            C: {Type: HttpApi, Properties: {Path: /c, Method: get}}
            """,
            """
              Plain: {Type: AWS::Serverless::Api, Properties: {StageName: v1}}
            Globals:
              HttpApi: {CorsConfiguration: {AllowOrigins: ['https://a.example'], AllowMethods: [GET], MaxAge: 60, AllowCredentials: true}}
              Api: {Cors: {AllowOrigin: "'*'", AllowHeaders: "'X-A,X-B'", MaxAge: "'600'"}, BinaryMediaTypes: ['*/*']}
            """);

        Assert.Equal(["X-A", "X-B"], routes.Find("/a").Api.Cors?.Headers);
        Assert.Equal((TimeSpan.FromMinutes(10), 7), (routes.Find("/a").Api.Cors?.MaxAge, routes.Find("/a").Api.Cors?.Methods.Count));
        Assert.Equal(["*/*"], routes.Find("/b").Api.BinaryTypes);
        Assert.Equal("v1", routes.Find("/b").Api.StageName);
        Assert.Equal(["https://a.example"], routes.Find("/c").Api.Cors?.Origins);
        Assert.True(routes.Find("/c").Api.Cors?.AllowsCredentials);
        Assert.Empty(routes.Codes);
    }

    [Theory]
    [InlineData("'*'", "*", null)]
    [InlineData("*", "*", "SAM0210")]
    public void REST_CORS_must_be_quoted_inside_its_text(string value, string origin, string? code)
    {
        using var routes = Function(
            "A: {Type: Api, Properties: {Path: /a, Method: get}}", $"Globals: {{Api: {{Cors: \"{value}\"}} }}");
        Assert.Equal([origin], routes.Find("/a").Api.Cors?.Origins);
        Assert.Equal(code is null ? [] : [code], routes.Codes);
    }

    [Fact]
    public void HTTP_CORS_that_is_true_lets_everybody_in()
    {
        using var routes = Function("A: {Type: HttpApi}", "Globals: {HttpApi: {CorsConfiguration: true}}");
        Assert.Equal(["*"], routes.Find("$default").Api.Cors?.Origins);
    }

    [Fact]
    public void A_route_whose_function_is_not_part_of_the_stack_is_listed_with_the_condition()
    {
        using var routes = new TestRoutes("""
            Conditions: {IsProd: !Equals [a, b]}
            Resources:
              F:
                Type: AWS::Serverless::Function
                Condition: IsProd
                Properties: {Events: {A: {Type: HttpApi}}}
              G: {Type: AWS::Serverless::Function, Properties: {Events: {B: {Type: HttpApi, Properties: {Path: /b, Method: get}}}}}
            """);
        Assert.Equal(("IsProd", false), (routes.Find("$default").Condition?.Name, routes.Find("$default").Condition?.Value));
        Assert.Null(routes.Find("/b").Condition);
    }

    [Fact]
    public void The_later_of_two_events_with_one_route_counts()
    {
        using var routes = new TestRoutes("""
            Resources:
              F: {Type: AWS::Serverless::Function, Properties: {Events: {A: {Type: HttpApi}}}}
              G: {Type: AWS::Serverless::Function, Properties: {Events: {A: {Type: HttpApi}}}}
            """);
        Assert.Equal(["ServerlessHttpApi ANY $default > G"], routes.Lines);
        Assert.Equal(["SAM0202"], routes.Codes);
    }

    [Fact]
    public void State_machines_have_routes_without_a_function()
    {
        using var routes = new TestRoutes("""
            Resources:
              S: {Type: AWS::Serverless::StateMachine, Properties: {Events: {A: {Type: Api, Properties: {Path: /s, Method: post}}}}}
            """);
        Assert.Equal(["ServerlessRestApi POST /s > "], routes.Lines);
        Assert.Equal(IntegrationType.Service, routes.Find("/s").Integration);
    }

    private static TestRoutes Function(string events, string more = "") => new(
        $$"""
        Resources:
          F:
            Type: AWS::Serverless::Function
            Properties:
              Events:
                {{events.ReplaceLineEndings("\n        ")}}
        {{more}}
        """);
}
