namespace Samlet.Templates.Intrinsics;

/// <summary>
/// `Fn::Sub`: `${Name}`, `${Resource.Attribute}`, variables of its own, `${!Name}` for a literal `${Name}`.
/// </summary>
internal static class Sub
{
    public static TemplateValue Resolve(IntrinsicResolver resolver, TemplateValue.Call call) => call.Argument switch
    {
        TemplateValue.Text text => Substitute(resolver, call, text, TemplateValue.Map.Empty),
        TemplateValue.List { Items: [TemplateValue.Text text] } =>
            Substitute(resolver, call, text, TemplateValue.Map.Empty),
        TemplateValue.List { Items: [TemplateValue.Text text, TemplateValue.Map map] } =>
            Substitute(resolver, call, text, map),
        TemplateValue.Number number => new TemplateValue.Text(number.Literal) { Location = call.Location },
        _ => resolver.Fail(call, "a text, or a list of a text and a mapping"),
    };

    private static TemplateValue Substitute(
        IntrinsicResolver resolver, TemplateValue.Call call, TemplateValue.Text text, TemplateValue.Map map)
    {
        TextJoiner joiner = new(resolver, call);
        var complete = true;
        var rest = text.Value.AsSpan();
        while (rest.IndexOf("${") is >= 0 and var start && rest[start..].IndexOf('}') is > 0 and var length)
        {
            joiner.With(rest[..start]);
            var name = rest.Slice(start + 2, length - 2).Trim();
            rest = rest[(start + length + 1)..];
            if (name is ['!', ..])
            {
                joiner.With($"${{{name[1..]}}}");
            }
            else
            {
                complete &= AppendVariable(resolver, call, name.ToString(), (map, joiner));
            }
        }

        return complete ? joiner.With(rest).Finish() : call;
    }

    private static bool AppendVariable(
        IntrinsicResolver resolver, TemplateValue.Call call, string name, (TemplateValue.Map Map, TextJoiner Joiner) to)
    {
        if (Find(resolver, name, to.Map, call.Location) is not { } value)
        {
            resolver.Report(TemplateDiagnostics.Malformed(
                call.Name, $"a value for `{name}`, and AWS::NoValue is none", call.Location));
            return false;
        }

        if (value.AsText() is not null)
        {
            to.Joiner.With(value);
            return true;
        }

        if (value is not TemplateValue.Call)
        {
            resolver.Report(TemplateDiagnostics.Malformed(call.Name, $"a text for `{name}`", call.Location));
        }

        return false;
    }

    private static TemplateValue? Find(
        IntrinsicResolver resolver, string name, TemplateValue.Map map, SourceLocation location)
    {
        if (map.Find(name) is { } own)
        {
            return resolver.Resolve(own);
        }

        // SAM lets `${Function.Alias}` stand for the alias itself, as `!Ref Function.Alias` does.
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 || resolver.Scope.FindResource(name) is not null
            ? References.Find(resolver, name, location)
            : References.FindAttribute(resolver, name[..dot], name[(dot + 1)..], location);
    }
}
