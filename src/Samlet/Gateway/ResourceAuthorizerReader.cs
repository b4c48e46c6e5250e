using Samlet.Functions;
using Samlet.Templates;

namespace Samlet.Gateway;

/// <summary>
/// AWS::ApiGateway::Authorizer and AWS::ApiGatewayV2::Authorizer; the logical id is the name that routes use.
/// </summary>
internal sealed class ResourceAuthorizerReader(PropertyReader properties, FunctionLookup functions, Stack stack)
{
    public Authorizer? ReadRest(Resource resource)
    {
        switch (properties.Text("Type")?.ToUpperInvariant())
        {
            case "TOKEN" or "REQUEST":
                return ReadLambda(resource.LogicalId);
            case "COGNITO_USER_POOLS":
                return new Authorizer.Cognito(resource.LogicalId)
                {
                    UserPools = properties.Texts("ProviderARNs"),
                    IdentitySources = ReadSources(resource.LogicalId),
                    Validation = properties.Text("IdentityValidationExpression"),
                };
            case var type:
                properties.Report(
                    RouteDiagnostics.BadAuthorizer(resource.LogicalId, $"its Type is `{type}`", resource.Location));
                return null;
        }
    }

    public Authorizer? ReadHttp(Resource resource)
    {
        switch (properties.Text("AuthorizerType")?.ToUpperInvariant())
        {
            case "REQUEST":
                return ReadLambda(resource.LogicalId) with
                {
                    PayloadVersion = properties.Text("AuthorizerPayloadFormatVersion") ?? "2.0",
                    HasSimpleResponses = properties.Flag("EnableSimpleResponses") ?? false,
                };
            case "JWT":
                return ReadJwt(resource.LogicalId);
            case var type:
                properties.Report(
                    RouteDiagnostics.BadAuthorizer(
                        resource.LogicalId, $"its AuthorizerType is `{type}`", resource.Location));
                return null;
        }
    }

    private Authorizer.Lambda ReadLambda(string name) => new(name)
    {
        Function = functions.Find(properties.Find("AuthorizerUri"), stack)?.Path ?? "",
        IsToken = "TOKEN".Equals(properties.Text("Type"), StringComparison.OrdinalIgnoreCase),
        IdentitySources = ReadSources(name),
        Validation = properties.Text("IdentityValidationExpression"),
        ResultLifetime = Lifetimes.Read(properties, "AuthorizerResultTtlInSeconds"),
    };

    private Authorizer.Jwt ReadJwt(string name)
    {
        var configuration = properties.Section("JwtConfiguration");
        return new Authorizer.Jwt(name)
        {
            Issuer = configuration.Text("Issuer"),
            Audiences = configuration.Texts("Audience"),
            IdentitySources = ReadSources(name),
        };
    }

    private IReadOnlyList<IdentitySource> ReadSources(string name) =>
        IdentitySource.ParseAll(string.Join(',', properties.Texts("IdentitySource")), text => properties.Report(
            RouteDiagnostics.BadIdentitySource(name, text, properties.LocationOf("IdentitySource"))));
}
