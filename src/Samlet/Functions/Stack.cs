using Samlet.Templates;

namespace Samlet.Functions;

/// <summary>
/// A template in its place: at the top, or nested in other stacks. Nested ones are opened when asked for.
/// </summary>
internal sealed class Stack(Template template, StackPlace place, StackReader reader)
{
    private IReadOnlyList<Stack>? _children;

    public Template Template => template;

    public TemplateFile File => place.File;

    public Stack? Parent => place.Parent;

    /// <summary>The resource of the parent that stands for this stack; null at the top.</summary>
    public Resource? Resource => place.Resource;

    /// <summary>Logical ids of the stacks from the top, joined by `/`; empty at the top.</summary>
    public string Path => place.Path;

    public int Depth => place.Depth;

    public IReadOnlyList<Stack> Children => _children ??= reader.ReadChildren(this);

    public string PathOf(string logicalId) => place.PathOf(logicalId);

    /// <summary>The first false condition of this stack or of one around it; null when all are true.</summary>
    public ResourceCondition? FindFalseCondition() =>
        Resource?.Condition is { Value: false } own ? own : Parent?.FindFalseCondition();

    /// <summary>
    /// A resource by a reference that came along with a resolved text: a logical id, with `../` in front for each stack
    /// up, `Child/` for a stack down, or `//N/` for the Nth template at the top.
    /// </summary>
    public (Stack Owner, Resource Resource)? FindResource(string reference) =>
        FindPlace(reference) is var (owner, id) && owner.Template.Find(id) is { } resource ? (owner, resource) : null;

    /// <summary>The stack and the logical id that a reference means, also of a resource that SAM will make.</summary>
    public (Stack Owner, string LogicalId)? FindPlace(string reference)
    {
        if (reference.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash)
        {
            var (owner, remaining) = Step(reference, slash);
            return remaining is null ? null : owner?.FindPlace(remaining);
        }

        return (this, reference);
    }

    public Stack? FindChild(string logicalId)
    {
        foreach (var child in Children)
        {
            if (child.Resource?.LogicalId == logicalId)
            {
                return child;
            }
        }

        return null;
    }

    private (Stack? Owner, string? Remaining) Step(string reference, int slash)
    {
        if (reference.StartsWith(StackReference.Top, StringComparison.Ordinal))
        {
            return StackReference.SplitTop(reference) is var (index, remaining)
                ? (reader.FindTop(index), remaining)
                : default;
        }

        var step = reference[..slash];
        return (step == ".." ? Parent : FindChild(step), reference[(slash + 1)..]);
    }
}
