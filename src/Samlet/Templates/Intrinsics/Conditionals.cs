namespace Samlet.Templates.Intrinsics;

/// <summary>`Fn::If`, and the functions of conditions where they stand as values.</summary>
internal static class Conditionals
{
    /// <summary>Only the branch that counts is resolved.</summary>
    public static TemplateValue? If(IntrinsicResolver resolver, TemplateValue.Call call)
    {
        if (call.Argument is not TemplateValue.List { Items: [var condition, var whenTrue, var whenFalse] })
        {
            return resolver.Fail(call, "a condition and two values");
        }

        var holds = condition is TemplateValue.Text name
            ? resolver.Scope.Conditions.IsTrue(name.Value, name.Location)
            : resolver.Scope.Conditions.Evaluate(condition);
        return holds is { } truth ? resolver.Resolve(truth ? whenTrue : whenFalse) : call;
    }

    public static TemplateValue Truth(IntrinsicResolver resolver, TemplateValue.Call call) =>
        resolver.Scope.Conditions.Evaluate(call) is { } truth
            ? new TemplateValue.Boolean(truth) { Location = call.Location }
            : call;
}
