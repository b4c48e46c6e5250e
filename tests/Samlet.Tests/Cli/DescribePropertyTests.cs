using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Samlet.Cli;
using Samlet.Functions;
using Samlet.Layers;
using Samlet.Templates;
using Samlet.Tests.Support;

namespace Samlet.Tests.Cli;

/// <summary>
/// Whatever stands where in a template: it is described, with findings inside the text, or refused with a reason.
/// </summary>
public sealed partial class DescribePropertyTests : IDisposable
{
    private const string Shop = """
        Parameters: {Stage: {Type: String, Default: dev} }
        Conditions: {Yes: !Equals [a, a], No: !Equals [a, b] }
        Globals: {Function: {Timeout: 5, Layers: [!Ref Shared] }, Api: {Cors: "'*'", Auth: {DefaultAuthorizer: Pool, Authorizers: {Pool: {UserPoolArn: arn:p } } } } }
        Resources:
          Shared: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: layer } }
          Ratings:
            Type: AWS::Serverless::Function
            Condition: Yes
            Metadata: {SamResourceId: ratings, BuildMethod: makefile, aws:asset:path: asset, aws:asset:property: Code, aws:cdk:path: Shop/Ratings/Resource }
            Properties:
              FunctionName: !Sub '${Stage}-ratings'
              CodeUri: src
              Handler: app.handler
              Runtime: nodejs22.x
              MemorySize: 256
              Architectures: [arm64 ]
              EphemeralStorage: {Size: 1024 }
              Environment: {Variables: {TABLE: !Ref Table, STAGE: !Ref Stage } }
              LoggingConfig: {LogFormat: JSON, LogGroup: /mine }
              EventInvokeConfig: {MaximumRetryAttempts: 1, DestinationConfig: {OnFailure: {Destination: arn:q } } }
              FunctionUrlConfig: {AuthType: NONE, Cors: {AllowOrigins: ['*' ], MaxAge: 5 } }
              DurableConfig: {ExecutionTimeout: 5 }
              CapacityProviderConfig: {PerExecutionEnvironmentMaxConcurrency: 2 }
              Events:
                A: {Type: Api, Properties: {Path: /a, Method: get, Auth: {Authorizer: Pool, AuthorizationScopes: [s ] } } }
                B: {Type: HttpApi, Properties: {Path: /b, Method: post, ApiId: !Ref Http } }
                C: {Type: SQS, Properties: {Queue: arn:q } }
          Image: {Type: AWS::Serverless::Function, Metadata: {DockerContext: ., DockerBuildArgs: {A: b } }, Properties: {PackageType: Image, ImageUri: app:1, ImageConfig: {Command: [a ] } } }
          Inline: {Type: AWS::Lambda::Function, Properties: {Code: {ZipFile: x }, Handler: index.x, Runtime: python3.13, TracingConfig: {Mode: Active } } }
          Http:
            Type: AWS::Serverless::HttpApi
            Properties:
              Auth: {DefaultAuthorizer: Jwt, Authorizers: {Jwt: {JwtConfiguration: {issuer: i, audience: [a ] } }, Fn: {FunctionArn: !GetAtt Inline.Arn, Identity: {Headers: [h ] } } } }
              CorsConfiguration: {AllowOrigins: [o ] }
              DefinitionBody: {openapi: 3.0.1, security: [{S: [] } ], components: {securitySchemes: {S: {x-amazon-apigateway-authorizer: {type: request, authorizerUri: !GetAtt Inline.Arn, identitySource: $request.header.A } } } }, paths: {/d: {get: {security: [{S: [s ] } ], x-amazon-apigateway-integration: {type: aws_proxy, uri: !Sub 'x/functions/${Inline.Arn}/invocations' } } } } }
          Rest: {Type: AWS::ApiGateway::RestApi, Properties: {BinaryMediaTypes: [a~1b ] } }
          Part: {Type: AWS::ApiGateway::Resource, Properties: {RestApiId: !Ref Rest, ParentId: !GetAtt Rest.RootResourceId, PathPart: p } }
          Method: {Type: AWS::ApiGateway::Method, Properties: {RestApiId: !Ref Rest, ResourceId: !Ref Part, HttpMethod: GET, AuthorizationType: CUSTOM, AuthorizerId: !Ref Auth, Integration: {Type: AWS_PROXY, Uri: !GetAtt Inline.Arn } } }
          Auth: {Type: AWS::ApiGateway::Authorizer, Properties: {RestApiId: !Ref Rest, Type: TOKEN, IdentitySource: method.request.header.A, AuthorizerUri: !GetAtt Inline.Arn } }
          Two: {Type: AWS::ApiGatewayV2::Api, Properties: {ProtocolType: HTTP, Target: !GetAtt Inline.Arn } }
          Call: {Type: AWS::ApiGatewayV2::Integration, Properties: {ApiId: !Ref Two, IntegrationType: AWS_PROXY, IntegrationUri: !Ref Alias } }
          Route: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref Two, RouteKey: GET /r, Target: !Sub 'integrations/${Call}' } }
          Chat: {Type: AWS::Serverless::WebSocketApi, Properties: {Auth: {AuthType: CUSTOM, AuthArn: !GetAtt Inline.Arn, IdentitySource: [route.request.header.A ] }, Routes: {say: {FunctionArn: !GetAtt Inline.Arn } } } }
          Alias: {Type: AWS::Lambda::Alias, Properties: {FunctionName: !Ref Inline, Name: live } }
          Mapping: {Type: AWS::Lambda::EventSourceMapping, Properties: {FunctionName: !Ref Inline, EventSourceArn: !GetAtt Table.StreamArn } }
          Url: {Type: AWS::Lambda::Url, Properties: {TargetFunctionArn: !Ref Inline, AuthType: AWS_IAM } }
          Machine: {Type: AWS::Serverless::StateMachine, Properties: {Events: {A: {Type: Api, Properties: {Path: /m, Method: post } } } } }
          Child: {Type: AWS::Serverless::Application, Properties: {Location: template.yaml, Parameters: {Stage: !Ref Stage } } }
          Table: {Type: AWS::DynamoDB::Table }
        """;

    private static readonly string[] Fragments =
    [
        "[]", "{}", "~", "5", "-1", "1e999", "''", "true", "[a]", "{a: b}", "[[]]", "!Ref Nowhere", "!Ref Ratings", "!Ref Table",
        "!GetAtt Ratings.Arn", "!GetAtt Child.Outputs.X", "!Sub '${Ratings.Alias}'", "!If [No, a, !Ref 'AWS::NoValue']",
        "!ImportValue x", "Type:", "Properties:", "Ratings:", "$default", "ANY", "//", "../..", "s3://a/b", "{a: {a: {a: []}}}",
        "!Join ['', [!Ref Http]]", "AWS::Lambda::Function,", "AWS::Serverless::Api,", "'arn:aws:lambda:::function:'", "'{{{'",
    ];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_template_with_other_values_never_crashes() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(2_000),
        Prop.ForAll(Mutations().ToArbitrary(), Survives));

    /// <summary>One to three words replaced by others.</summary>
    private static Gen<string> Mutations()
    {
        var words = Word().Matches(Shop);
        var change = from at in Gen.Choose(0, words.Count - 1)
                     from fragment in Gen.Elements(Fragments)
                     select (words[at].Index, words[at].Length, Fragment: fragment);
        return change.NonEmptyListOf().Select(changes => changes
            .Take(3).DistinctBy(one => one.Index).OrderByDescending(one => one.Index)
            .Aggregate(Shop, (text, one) => text.Remove(one.Index, one.Length).Insert(one.Index, one.Fragment)));
    }

    private bool Survives(string text)
    {
        _folder.Write("template.yaml", text);
        try
        {
            return Describe(text.Count(letter => letter == '\n') + 1);
        }
        catch (UserErrorException error)
        {
            return error.Message.Length > 0;
        }
    }

    private bool Describe(int lines)
    {
        var functions = new FunctionSet(StackReader.Read(
            [new TemplateFile("template.yaml", _folder.PathOf("template.yaml"))], new TemplateOptions()));
        var layers = new DescribedLayers(LayerStore.In(_folder.PathOf("layers")));
        var project = ProjectDescription.Read(functions, null, function => function.Environment, layers);
        DescribeJson.Write(project, Stream.Null);
        foreach (var described in project.Functions)
        {
            TryRequire(described.Function);
        }

        return DescribeText.Write(project).Length > 0
            && project.Diagnostics.All(finding => finding.Location is { Line: >= 1, File: not "" } place && place.Line <= lines);
    }

    private static void TryRequire(Function function)
    {
        try
        {
            FunctionCheck.RequireInvocable(function);
        }
        catch (UserErrorException)
        {
            // Refused with a reason, which is all that is asked for.
        }
    }

    [GeneratedRegex(@"[^\s\[\]{},']+")]
    private static partial Regex Word();
}
