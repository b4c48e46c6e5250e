using Samlet.Templates;

namespace Samlet.Functions;

/// <summary>Words of a resource that nothing reads: misspelt properties and types.</summary>
internal static class ResourceCheck
{
    private const string ServerlessPrefix = "AWS::Serverless::";

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
        var isServerless = resource.Type.StartsWith(ServerlessPrefix, StringComparison.Ordinal);
        if (KnownProperties.Of(resource.Type) is { } properties)
        {
            ReportUnknown(template, resource, properties);
        }
        else if (isServerless && !KnownProperties.IsType(resource.Type))
        {
            var location = resource.Attributes.Find("Type")?.Location ?? resource.Location;
            template.Report(FunctionDiagnostics.UnknownType(resource.Type, KnownProperties.Types, location) with
            {
                Resource = resource.LogicalId,
            });
        }
    }

    private static void ReportUnknown(Template template, Resource resource, string[] known)
    {
        foreach (var entry in resource.Declared.Entries)
        {
            if (Array.IndexOf(known, entry.Key) < 0)
            {
                var finding = FunctionDiagnostics.UnknownProperty(entry.Key, resource.Type, known, entry.KeyLocation);
                template.Report(finding with { Resource = resource.LogicalId });
            }
        }
    }
}
