using Samlet.Functions;
using Samlet.Templates;
using Samlet.Templates.Syntax;

namespace Samlet.Gateway;

/// <summary>
/// The OpenAPI document of an API: in the template, in a file beside it, or in S3, where nothing reads it.
/// </summary>
internal sealed class ApiDefinition(Stack stack, string api, PropertyReader properties)
{
    /// <summary>Null without a document that can be read here; why is a diagnostic.</summary>
    public TemplateValue.Map? Find(string bodyProperty, string placeProperty) =>
        properties.Find(bodyProperty) switch
        {
            null or TemplateValue.Null => FindPlace(placeProperty),
            TemplateValue.Map map => map,
            _ => properties.Map(bodyProperty),
        };

    private TemplateValue.Map? FindPlace(string property)
    {
        var place = properties.Find(property);
        if (place is null or TemplateValue.Null or TemplateValue.Call)
        {
            return null;
        }

        var text = place.AsText();
        if (text is null || LocalPath.IsInCloud(text) || place is TemplateValue.Text { IsPlaceholder: true })
        {
            properties.Report(RouteDiagnostics.RemoteDefinition(api, text ?? "S3", place.Location));
            return null;
        }

        return ReadFile(text, LocalPath.Resolve(text, stack.Template.Folder), place.Location);
    }

    private TemplateValue.Map? ReadFile(string name, string path, SourceLocation location)
    {
        if (!File.Exists(path))
        {
            properties.Report(RouteDiagnostics.NoDefinition(api, path, location));
            return null;
        }

        try
        {
            return DocumentReader.Read(SourceText.Read(name, path), new DiagnosticList()) as TemplateValue.Map
                ?? throw new UserErrorException($"`{name}` is no mapping");
        }
        catch (UserErrorException error)
        {
            properties.Report(RouteDiagnostics.BadDefinition(api, error.Message, location));
            return null;
        }
    }
}
