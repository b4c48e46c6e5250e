using Samlet.Templates;

namespace Samlet.Functions;

/// <summary>Words of a resource that nothing reads: misspelt attributes, properties and types.</summary>
internal static class ResourceCheck
{
    private const string ServerlessPrefix = "AWS::Serverless::";

    private static readonly string[] Attributes =
    [
        "Condition", "Connectors", "CreationPolicy", "DeletionPolicy", "DependsOn", "IgnoreGlobals", "Metadata",
        "Properties", "Type", "UpdatePolicy", "UpdateReplacePolicy",
    ];

    /// <summary>Everything in all templates; for `describe`, not for an invocation.</summary>
    public static void ReportAll(IReadOnlyList<Stack> stacks)
    {
        foreach (var stack in stacks)
        {
            foreach (var resource in stack.Template.Resources)
            {
                Report(stack.Template, resource);
            }
        }
    }

    public static void Report(Template template, Resource resource)
    {
        ReportUnknown(template, resource, resource.Attributes, ("a resource", Attributes));
        if (KnownProperties.Of(resource.Type) is { } properties)
        {
            ReportUnknown(template, resource, resource.Declared, (resource.Type, properties));
        }
        else if (resource.Type.StartsWith(ServerlessPrefix, StringComparison.Ordinal) && !KnownProperties.IsType(resource.Type))
        {
            var location = resource.Attributes.Find("Type")?.Location ?? resource.Location;
            template.Report(FunctionDiagnostics.UnknownType(resource.Type, KnownProperties.Types, location) with
            {
                Resource = resource.LogicalId,
            });
        }
    }

    private static void ReportUnknown(
        Template template, Resource resource, TemplateValue.Map map, (string Owner, string[] Names) known)
    {
        foreach (var entry in map.Entries)
        {
            if (Array.IndexOf(known.Names, entry.Key) < 0)
            {
                template.Report(
                    FunctionDiagnostics.UnknownProperty(entry.Key, known.Owner, known.Names, entry.KeyLocation) with
                    {
                        Resource = resource.LogicalId,
                    });
            }
        }
    }
}
