using System.Runtime.CompilerServices;

namespace Samlet.Templates.Intrinsics;

/// <summary>The Conditions section. Each is evaluated once, when something asks for it.</summary>
internal sealed class ConditionEvaluator
{
    private readonly TemplateScope _scope;
    private readonly IntrinsicResolver _resolver;
    private readonly Dictionary<string, TemplateValue> _declared = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool?> _known = new(StringComparer.Ordinal);

    public ConditionEvaluator(TemplateScope scope, TemplateValue.Map section)
    {
        (_scope, _resolver) = (scope, new(scope, null));
        foreach (var entry in MapExpansion.Expand(_resolver, section).Entries)
        {
            _declared[entry.Key] = entry.Value;
        }
    }

    /// <summary>
    /// What a condition is worth. One that is missing or no condition is diagnosed and counts as true.
    /// </summary>
    public bool IsTrue(string name, SourceLocation location)
    {
        if (!_declared.TryGetValue(name, out var declared))
        {
            _scope.Diagnostics.Add(TemplateDiagnostics.UnknownCondition(name, location, _declared.Keys));
            return true;
        }

        if (_known.TryGetValue(name, out var known))
        {
            return known ?? Circular(name, location);
        }

        _known.Add(name, null);
        var value = Evaluate(declared) ?? true;
        _known[name] = value;
        return value;
    }

    /// <summary>What an expression is worth, or null (with a diagnostic) where it is none.</summary>
    public bool? Evaluate(TemplateValue expression)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            return Circular("this condition, or what it refers to at great depth,", expression.Location);
        }

        return expression switch
        {
            TemplateValue.Boolean boolean => boolean.Value,
            TemplateValue.Text { Value: "true" or "false" } text => text.Value == "true",
            TemplateValue.Call { Name: "Fn::Equals", Argument: TemplateValue.List { Items: [var left, var right] } } =>
                AreEqual(left, right),
            TemplateValue.Call { Name: "Fn::Not", Argument: TemplateValue.List { Items: [var operand] } } =>
                !Evaluate(operand),
            TemplateValue.Call { Name: "Fn::And", Argument: TemplateValue.List list } => All(list, true),
            TemplateValue.Call { Name: "Fn::Or", Argument: TemplateValue.List list } => All(list, false),
            TemplateValue.Call { Name: "Condition", Argument: TemplateValue.Text name } =>
                IsTrue(name.Value, name.Location),
            TemplateValue.Map { Entries: [{ Key: "Condition", Value: TemplateValue.Text name }] } =>
                IsTrue(name.Value, name.Location),
            TemplateValue.Call { Name: not ("Fn::Equals" or "Fn::Not" or "Fn::And" or "Fn::Or" or "Condition") } call =>
                EvaluateResolved(call),
            _ => Refuse(expression),
        };
    }

    // With language extensions a condition may be looked up, for example by Fn::FindInMap.
    private bool? EvaluateResolved(TemplateValue.Call call) => _resolver.Resolve(call) switch
    {
        TemplateValue.Call => null,
        { } value when value.AsText() is "true" or "false" => value.AsText() == "true",
        _ => Refuse(call),
    };

    // Once one operand decides (false for And, true for Or) the others no longer matter.
    private bool? All(TemplateValue.List operands, bool neutral)
    {
        bool? result = neutral;
        foreach (var operand in operands.Items)
        {
            var value = Evaluate(operand);
            if (value == !neutral)
            {
                return value;
            }

            result = value is null ? null : result;
        }

        return result;
    }

    private bool? AreEqual(TemplateValue left, TemplateValue right)
    {
        var (first, second) = (_resolver.Resolve(left), _resolver.Resolve(right));
        return first is TemplateValue.Call || second is TemplateValue.Call ? null : Same(first, second);
    }

    // The service compares texts: `true` equals `"true"`, 1 equals "1".
    private static bool Same(TemplateValue? left, TemplateValue? right) => (left, right) switch
    {
        (TemplateValue.List first, TemplateValue.List second) =>
            first.Items.Count == second.Items.Count
                && first.Items.Zip(second.Items).All(pair => Same(pair.First, pair.Second)),
        (TemplateValue.Map first, TemplateValue.Map second) =>
            first.Entries.Count == second.Entries.Count
                && first.Entries.All(entry => second.Find(entry.Key) is { } other && Same(entry.Value, other)),
        (null or TemplateValue.Null, null or TemplateValue.Null) => true,
        _ => left?.AsText() is { } text && text == right?.AsText(),
    };

    private bool Circular(string name, SourceLocation location)
    {
        _scope.Diagnostics.Add(TemplateDiagnostics.Circular($"condition `{name}`", location));
        return true;
    }

    private bool? Refuse(TemplateValue expression)
    {
        _scope.Diagnostics.Add(TemplateDiagnostics.Malformed(
            "Conditions", "Fn::Equals, Fn::And, Fn::Or, Fn::Not or Condition here", expression.Location));
        return null;
    }
}
