using Samlet.Templates;

namespace Samlet.Functions;

/// <summary>Where a template stands: its file, and the resource of the parent that nests it.</summary>
internal sealed record StackPlace(TemplateFile File, Stack? Parent, Resource? Resource)
{
    public string Path { get; } = Parent is null || Resource is null ? "" : Parent.PathOf(Resource.LogicalId);

    public string PathOf(string logicalId) => Path.Length == 0 ? logicalId : $"{Path}/{logicalId}";

    /// <summary>How many stacks are around this one.</summary>
    public int Depth { get; } = Parent is null ? 0 : Parent.Depth + 1;
}
