using Samlet.Templates;

namespace Samlet.Functions;

/// <summary>A template in its place: at the top, or nested in other stacks.</summary>
internal sealed class Stack(Template template, Stack? parent, string name)
{
    public Template Template => template;

    public Stack? Parent => parent;

    /// <summary>Logical ids of the stacks from the top, joined by `/`; empty at the top.</summary>
    public string Path { get; } = parent is null ? "" : parent.PathOf(name);

    public string PathOf(string logicalId) => Path.Length == 0 ? logicalId : $"{Path}/{logicalId}";
}
