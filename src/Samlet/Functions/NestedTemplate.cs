using Samlet.Templates;

namespace Samlet.Functions;

/// <summary>
/// What a stack resource (`AWS::Serverless::Application`, `AWS::CloudFormation::Stack`) says of its template.
/// </summary>
internal static class NestedTemplate
{
    /// <summary>
    /// The local file, or null for a template that only the cloud has or that is not there, with a diagnostic.
    /// </summary>
    public static TemplateFile? Find(Stack parent, Resource resource)
    {
        var property = resource.Type == ResourceTypes.Application ? "Location" : "TemplateURL";
        var location = CloudAsset.FindByMetadata(resource.Metadata, property) ?? resource.Find(property)?.AsText();
        if (location is null || LocalPath.IsInCloud(location))
        {
            parent.Template.Report(
                FunctionDiagnostics.RemoteStack(resource.LogicalId, location ?? "the cloud", resource.Location));
            return null;
        }

        var path = LocalPath.Resolve(location, parent.Template.Folder);
        if (File.Exists(path))
        {
            return new TemplateFile(NameOf(location, parent.File.Name), path);
        }

        parent.Template.Report(FunctionDiagnostics.NoStackTemplate(resource.LogicalId, path, resource.Location));
        return null;
    }

    /// <summary>
    /// What goes down: text, and lists joined by commas. What is not known leaves the child its default.
    /// </summary>
    public static Dictionary<string, TemplateValue.Text> ReadParameters(Resource? resource)
    {
        Dictionary<string, TemplateValue.Text> parameters = new(StringComparer.Ordinal);
        foreach (var entry in (resource?.Find("Parameters") as TemplateValue.Map ?? TemplateValue.Map.Empty).Entries)
        {
            if (AsParameter(entry.Value) is { } text)
            {
                parameters[entry.Key] = StackReference.Down(text);
            }
        }

        return parameters;
    }

    private static TemplateValue.Text? AsParameter(TemplateValue value) => value switch
    {
        TemplateValue.Text text => text,
        TemplateValue.List list => new TemplateValue.Text(string.Join(',', Texts(list))),
        _ when value.AsText() is { } scalar => new TemplateValue.Text(scalar),
        _ => null,
    };

    private static List<string> Texts(TemplateValue.List list)
    {
        List<string> texts = [];
        foreach (var item in list.Items)
        {
            texts.Add(item.AsText() ?? "");
        }

        return texts;
    }

    /// <summary>The path that leads from where the parent's name starts to the child.</summary>
    private static string NameOf(string location, string parentName)
    {
        if (Path.IsPathRooted(location) || location.Contains("://", StringComparison.Ordinal))
        {
            return location;
        }

        var joined = Path.Join(Path.GetDirectoryName(parentName), location);
        return Path.IsPathRooted(joined)
            ? Path.GetFullPath(joined)
            : Path.GetRelativePath(".", joined).Replace('\\', '/');
    }
}
