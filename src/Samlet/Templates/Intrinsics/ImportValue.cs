namespace Samlet.Templates.Intrinsics;

/// <summary>`Fn::ImportValue`: from the values file, else the outputs of a neighbour, else a placeholder.</summary>
internal static class ImportValue
{
    public static TemplateValue Resolve(IntrinsicResolver resolver, TemplateValue.Call call)
    {
        if (resolver.ResolveText(call.Argument, call.Name, "the name of an export") is not { } name)
        {
            return call;
        }

        var options = resolver.Scope.Options;
        if (options.Values.Exports.Find(name.Value) is { } told)
        {
            return KnownValues.Mark(told, null, call.Location, TextTraits.None);
        }

        if (options.FindExport(name.Value) is { } exported)
        {
            return exported with { Location = call.Location };
        }

        CloudValue unknown = new(CloudValueKind.Export, name.Shown, null, name.Shown);
        resolver.ReportUnknown(unknown, $"export `{name.Shown}`", call.Location);
        return name with { Traits = name.Traits | TextTraits.Placeholder, Location = call.Location, Origin = null };
    }
}
