using System.Runtime.CompilerServices;

namespace Samlet.Templates.Intrinsics;

/// <summary>
/// Resolves intrinsic functions for one resource (or, without one, for Globals and Outputs). A fault is noted where it
/// stands and work goes on: the call stays in the result, its neighbours are resolved all the same.
/// </summary>
internal sealed class IntrinsicResolver(TemplateScope scope, string? resource)
{
    private static readonly string[] Functions =
    [
        "Fn::And", "Fn::Base64", "Fn::Cidr", "Fn::Equals", "Fn::FindInMap", "Fn::GetAZs", "Fn::GetAtt", "Fn::If",
        "Fn::ImportValue", "Fn::Join", "Fn::Length", "Fn::Not", "Fn::Or", "Fn::Select", "Fn::Split", "Fn::Sub",
        "Fn::ToJsonString", "Fn::Transform", "Ref",
    ];

    private bool _isInEvents;
    private bool _isInLink;

    public TemplateScope Scope => scope;

    /// <summary>
    /// The value of a resource's property. One that only ties it to another resource needs no value from the cloud.
    /// </summary>
    public TemplateValue? ResolveProperty(string name, TemplateValue value)
    {
        var (wasInEvents, wasInLink) = (_isInEvents, _isInLink);
        (_isInEvents, _isInLink) = (name == "Events", LinkProperties.Contain(name));
        var resolved = Resolve(value);
        (_isInEvents, _isInLink) = (wasInEvents, wasInLink);
        return resolved;
    }

    /// <summary>The value with every call replaced; null where it is AWS::NoValue.</summary>
    public TemplateValue? Resolve(TemplateValue value)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            Report(TemplateDiagnostics.Circular("this value, or what it refers to at great depth,", value.Location));
            return new TemplateValue.Call("Ref", value) { Location = value.Location };
        }

        return value switch
        {
            TemplateValue.Call call => ResolveCall(call),
            TemplateValue.Map map => ResolveMap(map),
            TemplateValue.List list => ResolveList(list),
            TemplateValue.Text text => DynamicReferences.Resolve(this, text),
            _ => value,
        };
    }

    /// <summary>
    /// A scalar as text, carrying on where it came from. Null where it is no scalar: what could not be resolved has its
    /// diagnostic already, everything else gets one that says what <paramref name="function"/> needs.
    /// </summary>
    public TemplateValue.Text? ResolveText(TemplateValue value, string function, string expected)
    {
        var resolved = Resolve(value);
        if (resolved is TemplateValue.Text text)
        {
            return text;
        }

        if (resolved?.AsText() is { } scalar)
        {
            return new(scalar) { Location = value.Location };
        }

        if (resolved is not TemplateValue.Call)
        {
            Report(TemplateDiagnostics.Malformed(function, expected, value.Location));
        }

        return null;
    }

    public void Report(Diagnostic diagnostic) => scope.Diagnostics.Add(diagnostic with { Resource = resource });

    /// <summary>Notes that a placeholder stands in for a value only the cloud knows.</summary>
    public void ReportUnknown(CloudValue value, string what, SourceLocation location) =>
        ReportUnknown(value, TemplateDiagnostics.Placeholder(what, value.Placeholder, location));

    public void ReportUnknown(CloudValue value, Diagnostic diagnostic)
    {
        if (_isInLink)
        {
            return;
        }

        scope.AddUnknown(value);
        Report(diagnostic);
    }

    /// <summary>Notes why a call cannot be resolved and leaves it as it is.</summary>
    public TemplateValue.Call Fail(TemplateValue.Call call, Diagnostic diagnostic)
    {
        Report(diagnostic);
        return call;
    }

    public TemplateValue.Call Fail(TemplateValue.Call call, string expected) =>
        Fail(call, TemplateDiagnostics.Malformed(call.Name, expected, call.Argument.Location));

    private TemplateValue? ResolveCall(TemplateValue.Call call) => call.Name switch
    {
        "Ref" => References.Ref(this, call),
        "Fn::GetAtt" => References.GetAtt(this, call),
        "Fn::Sub" => Sub.Resolve(this, call),
        "Fn::Join" => Lists.Join(this, call),
        "Fn::Select" => Lists.Select(this, call),
        "Fn::Split" => Lists.Split(this, call),
        "Fn::If" => Conditionals.If(this, call),
        "Fn::FindInMap" => FindInMap.Resolve(this, call),
        "Fn::Base64" => Encodings.Base64(this, call),
        "Fn::Cidr" => Network.Cidr(this, call),
        "Fn::GetAZs" => Network.GetAZs(this, call),
        "Fn::ImportValue" => ImportValue.Resolve(this, call),
        "Fn::Transform" => Include.Resolve(this, call),
        "Fn::Length" or "Fn::ToJsonString" => ResolveExtension(call),
        "Fn::And" or "Fn::Or" or "Fn::Not" or "Fn::Equals" or "Condition" => Conditionals.Truth(this, call),
        _ => Fail(call, TemplateDiagnostics.UnknownFunction(call.Name, call.Location, Functions)),
    };

    private TemplateValue ResolveExtension(TemplateValue.Call call)
    {
        if (!scope.HasLanguageExtensions)
        {
            return Fail(call, TemplateDiagnostics.NeedsLanguageExtensions(call.Name, call.Location));
        }

        return call.Name == "Fn::Length" ? Encodings.Length(this, call) : Encodings.ToJsonString(this, call);
    }

    private TemplateValue.List ResolveList(TemplateValue.List list)
    {
        List<TemplateValue>? changed = null;
        for (var index = 0; index < list.Items.Count; index++)
        {
            var item = list.Items[index];
            var resolved = Resolve(item);
            if (changed is null && !ReferenceEquals(resolved, item))
            {
                changed = [.. list.Items.Take(index)];
            }

            if (changed is not null && resolved is not null)
            {
                changed.Add(resolved);
            }
        }

        return changed is null ? list : new(changed.ToArray()) { Location = list.Location };
    }

    private TemplateValue.Map ResolveMap(TemplateValue.Map written)
    {
        var map = MapExpansion.Expand(this, written);
        List<MapEntry>? changed = null;
        for (var index = 0; index < map.Entries.Count; index++)
        {
            var entry = map.Entries[index];
            var resolved = _isInEvents && LinkProperties.Contain(entry.Key)
                ? ResolveProperty(entry.Key, entry.Value)
                : Resolve(entry.Value);
            if (changed is null && !ReferenceEquals(resolved, entry.Value))
            {
                changed = [.. map.Entries.Take(index)];
            }

            if (changed is not null && resolved is not null)
            {
                changed.Add(ReferenceEquals(resolved, entry.Value) ? entry : entry with { Value = resolved });
            }
        }

        return changed is null ? map : new(changed.ToArray()) { Location = map.Location };
    }
}
