using Samlet.Functions;
using Samlet.Templates;

namespace Samlet.Gateway;

/// <summary>The security schemes of an OpenAPI document that carry an `x-amazon-apigateway-authorizer`.</summary>
internal sealed class OpenApiAuthorizerReader(PropertyReader properties, FunctionLookup functions, Stack stack)
{
    private const string Extension = "x-amazon-apigateway-authorizer";

    public IReadOnlyList<Authorizer> Read(TemplateValue.Map schemes)
    {
        List<Authorizer> authorizers = [];
        foreach (var entry in schemes.Entries)
        {
            if (entry.Value is TemplateValue.Map scheme && scheme.Find(Extension) is TemplateValue.Map map
                && ReadOne(entry, properties.Of(scheme), properties.Of(map)) is { } authorizer)
            {
                authorizers.Add(authorizer);
            }
        }

        return authorizers;
    }

    private Authorizer? ReadOne(MapEntry entry, PropertyReader scheme, PropertyReader authorizer)
    {
        var type = authorizer.Text("type");
        switch (type?.ToUpperInvariant())
        {
            case "TOKEN" or "REQUEST":
                return ReadLambda(entry.Key, scheme, authorizer);
            case "JWT":
                return ReadJwt(entry.Key, authorizer);
            case "COGNITO_USER_POOLS":
                return new Authorizer.Cognito(entry.Key)
                {
                    UserPools = authorizer.Texts("providerARNs"),
                    IdentitySources = HeaderOf(scheme),
                    Validation = authorizer.Text("identityValidationExpression"),
                };
            default:
                properties.Report(
                    RouteDiagnostics.BadAuthorizer(entry.Key, $"its type is `{type}`", entry.KeyLocation));
                return null;
        }
    }

    private Authorizer.Lambda ReadLambda(string name, PropertyReader scheme, PropertyReader authorizer)
    {
        var isToken = "token".Equals(authorizer.Text("type"), StringComparison.OrdinalIgnoreCase);
        return new Authorizer.Lambda(name)
        {
            Function = functions.Find(authorizer.Find("authorizerUri"), stack)?.Path ?? "",
            IsToken = isToken,
            IdentitySources = isToken ? HeaderOf(scheme) : ReadSources(name, authorizer),
            Validation = authorizer.Text("identityValidationExpression"),
            PayloadVersion = authorizer.Text("authorizerPayloadFormatVersion") ?? "1.0",
            HasSimpleResponses = authorizer.Flag("enableSimpleResponses") ?? false,
            ResultLifetime = Lifetimes.Read(authorizer, "authorizerResultTtlInSeconds"),
        };
    }

    private static Authorizer.Jwt ReadJwt(string name, PropertyReader authorizer)
    {
        var configuration = authorizer.Section("jwtConfiguration");
        return new Authorizer.Jwt(name)
        {
            Issuer = configuration.Text("issuer"),
            Audiences = configuration.Texts("audience"),
            IdentitySources = ReadSources(name, authorizer),
        };
    }

    private static IReadOnlyList<IdentitySource> HeaderOf(PropertyReader scheme) =>
        [new IdentitySource(IdentityPlace.Header, scheme.Text("name") ?? "Authorization")];

    private static IReadOnlyList<IdentitySource> ReadSources(string name, PropertyReader authorizer) =>
        IdentitySource.ParseAll(string.Join(',', authorizer.Texts("identitySource")), text => authorizer.Report(
            RouteDiagnostics.BadIdentitySource(name, text, authorizer.LocationOf("identitySource"))));
}
