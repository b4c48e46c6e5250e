using Samlet.Functions;
using Samlet.Templates;

namespace Samlet.Gateway;

/// <summary>`Auth.Authorizers` of AWS::Serverless::Api and AWS::Serverless::HttpApi.</summary>
internal sealed class AuthorizerReader(PropertyReader properties, FunctionLookup functions, Stack stack)
{
    private const string DefaultHeader = "Authorization";

    public IReadOnlyList<Authorizer> Read(ApiType type)
    {
        List<Authorizer> authorizers = [];
        foreach (var entry in (properties.Section("Auth").Map("Authorizers") ?? TemplateValue.Map.Empty).Entries)
        {
            if (entry.Value is TemplateValue.Map map && ReadOne(entry, properties.Of(map), type) is { } authorizer)
            {
                authorizers.Add(authorizer with { DefaultScopes = properties.Of(map).Texts("AuthorizationScopes") });
            }
        }

        return authorizers;
    }

    private Authorizer? ReadOne(MapEntry entry, PropertyReader authorizer, ApiType type)
    {
        if (authorizer.Find("UserPoolArn") is not null)
        {
            return ReadCognito(entry.Key, authorizer);
        }

        if (authorizer.Find("FunctionArn") is not null)
        {
            return type == ApiType.Rest ? ReadRest(entry.Key, authorizer) : ReadHttp(entry.Key, authorizer);
        }

        if (authorizer.Map("JwtConfiguration") is not null || authorizer.Find("OpenIdConnectUrl") is not null)
        {
            return ReadJwt(entry.Key, authorizer);
        }

        properties.Report(RouteDiagnostics.BadAuthorizer(
            entry.Key, "it has neither FunctionArn nor UserPoolArn nor JwtConfiguration", entry.KeyLocation));
        return null;
    }

    private static Authorizer.Cognito ReadCognito(string name, PropertyReader authorizer) => new(name)
    {
        UserPools = authorizer.Texts("UserPoolArn"),
        IdentitySources = [HeaderOf(authorizer.Section("Identity"))],
        Validation = authorizer.Section("Identity").Text("ValidationExpression"),
    };

    private Authorizer.Lambda ReadRest(string name, PropertyReader authorizer)
    {
        var identity = authorizer.Section("Identity");
        var isToken = authorizer.Choice("FunctionPayloadType", "TOKEN", "REQUEST") != "REQUEST";
        return new Authorizer.Lambda(name)
        {
            Function = FunctionOf(authorizer),
            IsToken = isToken,
            IdentitySources = isToken ? [HeaderOf(identity)] : ReadIdentity(identity),
            Validation = isToken ? identity.Text("ValidationExpression") : null,
            ResultLifetime = Lifetimes.Read(identity, "ReauthorizeEvery"),
        };
    }

    private Authorizer.Lambda ReadHttp(string name, PropertyReader authorizer)
    {
        var identity = authorizer.Section("Identity");
        return new Authorizer.Lambda(name)
        {
            Function = FunctionOf(authorizer),
            IdentitySources = ReadIdentity(identity),
            PayloadVersion = authorizer.Text("AuthorizerPayloadFormatVersion") ?? "2.0",
            HasSimpleResponses = authorizer.Flag("EnableSimpleResponses") ?? false,
            ResultLifetime = Lifetimes.Read(identity, "ReauthorizeEvery"),
        };
    }

    private static Authorizer.Jwt ReadJwt(string name, PropertyReader authorizer)
    {
        var configuration = authorizer.Section("JwtConfiguration");
        var source = authorizer.Text("IdentitySource") ?? $"$request.header.{DefaultHeader}";
        return new Authorizer.Jwt(name)
        {
            Issuer = configuration.Text("issuer") ?? configuration.Text("Issuer")
                ?? authorizer.Text("OpenIdConnectUrl"),
            Audiences = [.. configuration.Texts("audience"), .. configuration.Texts("Audience")],
            IdentitySources = IdentitySource.ParseAll(source, text => authorizer.Report(
                RouteDiagnostics.BadIdentitySource(name, text, authorizer.LocationOf("IdentitySource")))),
        };
    }

    private string FunctionOf(PropertyReader authorizer) =>
        functions.Find(authorizer.Find("FunctionArn"), stack)?.Path ?? "";

    private static IdentitySource HeaderOf(PropertyReader identity) =>
        new(IdentityPlace.Header, identity.Text("Header") ?? DefaultHeader);

    private static List<IdentitySource> ReadIdentity(PropertyReader identity)
    {
        List<IdentitySource> sources = [];
        AddAll(sources, IdentityPlace.Header, identity.Texts("Headers"));
        AddAll(sources, IdentityPlace.Query, identity.Texts("QueryStrings"));
        AddAll(sources, IdentityPlace.StageVariable, identity.Texts("StageVariables"));
        AddAll(sources, IdentityPlace.Context, identity.Texts("Context"));
        return sources;
    }

    private static void AddAll(List<IdentitySource> sources, IdentityPlace place, IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            sources.Add(new IdentitySource(place, name));
        }
    }
}
