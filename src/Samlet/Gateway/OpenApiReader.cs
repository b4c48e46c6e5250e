using Samlet.Functions;
using Samlet.Templates;

namespace Samlet.Gateway;

/// <summary>
/// Reads OpenAPI documents: the operations with an `x-amazon-apigateway-integration`, and what the other extensions of
/// API Gateway say (docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html).
/// </summary>
internal sealed class OpenApiReader(TemplateValue.Map document, PropertyReader properties)
{
    private const string Extension = "x-amazon-apigateway-";
    private const string ApiKeyHeader = "x-api-key";
    private const int MostReferences = 8;

    private static readonly string[] Methods = ["get", "put", "post", "delete", "patch", "head", "options"];

    public OpenApiDocument Read(FunctionLookup functions, Stack stack) => new()
    {
        Operations = ReadOperations(),
        BinaryTypes = MediaTypes.Read(properties.Of(document).Texts(Extension + "binary-media-types")),
        Authorizers = new OpenApiAuthorizerReader(properties, functions, stack).Read(Schemes()),
        Cors = Map(document, Extension + "cors") is { } cors ? CorsReader.ReadLowerCase(properties.Of(cors)) : null,
        Security = ReadSecurity(document),
    };

    private List<OpenApiOperation> ReadOperations()
    {
        List<OpenApiOperation> operations = [];
        foreach (var path in (Map(document, "paths") ?? TemplateValue.Map.Empty).Entries)
        {
            foreach (var method in (Follow(path.Value) ?? TemplateValue.Map.Empty).Entries)
            {
                if (MethodOf(method.Key) is { } name && Follow(method.Value) is { } operation
                    && Map(operation, Extension + "integration") is { } integration)
                {
                    operations.Add(new OpenApiOperation(name, path.Key, integration, method.KeyLocation)
                    {
                        OperationId = operation.Find("operationId")?.AsText(),
                        Security = ReadSecurity(operation) ?? ReadSignature(operation),
                    });
                }
            }
        }

        return operations;
    }

    private static string? MethodOf(string key) =>
        key == Extension + "any-method" ? Route.AnyMethod
        : Array.Exists(Methods, method => method.Equals(key, StringComparison.OrdinalIgnoreCase))
            ? key.ToUpperInvariant()
        : null;

    /// <summary>
    /// `security` has alternatives of schemes; API Gateway takes one authorizer, and an API key beside it.
    /// </summary>
    private OpenApiSecurity? ReadSecurity(TemplateValue.Map owner)
    {
        if (owner.Find("security") is not TemplateValue.List alternatives)
        {
            return null;
        }

        var security = new OpenApiSecurity(OpenApiSecurity.None, [], false);
        foreach (var alternative in alternatives.Items)
        {
            foreach (var entry in (alternative as TemplateValue.Map ?? TemplateValue.Map.Empty).Entries)
            {
                security = IsApiKey(entry.Key) ? security with { NeedsApiKey = true }
                    : security with
                    {
                        Scheme = SchemeOf(entry.Key),
                        Scopes = properties.Of(new([entry])).Texts(entry.Key)
                    };
            }
        }

        return security;
    }

    private static OpenApiSecurity? ReadSignature(TemplateValue.Map operation) =>
        (operation.Find(Extension + "auth") as TemplateValue.Map)?.Find("type")?.AsText() is { } type
            ? new OpenApiSecurity(type, [], false)
            : null;

    private string SchemeOf(string name) =>
        Map(Schemes(), name)?.Find(Extension + "authtype")?.AsText() == "awsSigv4" ? "AWS_IAM" : name;

    private bool IsApiKey(string name) =>
        Map(Schemes(), name) is { } scheme
        && scheme.Find(Extension + "authorizer") is null
        && scheme.Find(Extension + "authtype") is null
        && ApiKeyHeader.Equals(scheme.Find("name")?.AsText(), StringComparison.OrdinalIgnoreCase);

    private TemplateValue.Map Schemes() =>
        Map(document, "securityDefinitions")
        ?? (Map(document, "components") is { } components ? Map(components, "securitySchemes") : null)
        ?? TemplateValue.Map.Empty;

    private TemplateValue.Map? Map(TemplateValue.Map owner, string key) => Follow(owner.Find(key));

    /// <summary>The map itself, or the one elsewhere in the document that its `$ref` leads to.</summary>
    private TemplateValue.Map? Follow(TemplateValue? value)
    {
        for (var step = 0; step < MostReferences; step++)
        {
            if (value is not TemplateValue.Map map || map.Find("$ref")?.AsText() is not ['#', '/', .. var pointer])
            {
                return value as TemplateValue.Map;
            }

            value = FindPart(pointer);
        }

        return null;
    }

    private TemplateValue? FindPart(string pointer)
    {
        TemplateValue? part = document;
        foreach (var step in pointer.Split('/'))
        {
            var key = step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            part = (part as TemplateValue.Map)?.Find(key);
        }

        return part;
    }
}
