using Samlet.Templates;

namespace Samlet.Functions;

/// <summary>A function before its properties are read: enough to find it by name.</summary>
internal sealed record FunctionEntry(Stack Stack, Resource Resource)
{
    private const string ResourceConstruct = "/Resource";

    public string LogicalId => Resource.LogicalId;

    /// <summary>Ids of the nested stacks in front, then the logical id.</summary>
    public string Path { get; } = Stack.PathOf(Resource.LogicalId);

    /// <summary>The condition that keeps the function out of the stack, else its own; null where it has none.</summary>
    public ResourceCondition? Condition => Stack.FindFalseCondition() ?? Resource.Condition;

    public TemplateValue.Map Metadata => Resource.Metadata ?? TemplateValue.Map.Empty;

    /// <summary>Metadata SamResourceId, else the last construct of the CDK path, else the logical id.</summary>
    public string FunctionId =>
        WrittenMetadata?.Find("SamResourceId")?.AsText() is { Length: > 0 } id ? id
        : ConstructPath is { } path ? path[(path.LastIndexOf('/') + 1)..]
        : LogicalId;

    /// <summary>The path with the function id in place of the logical id; `sam local` knows functions by it.</summary>
    public string IdPath => Stack.PathOf(FunctionId);

    /// <summary>
    /// True for each name that the template itself gives the function; FunctionName is not among them.
    /// </summary>
    public bool HasId(string name) =>
        name == LogicalId || name == FunctionId || name == Path || name == ConstructPath;

    /// <summary>Where the CDK made the function: `Stack/Api/Ratings`; null in other templates.</summary>
    public string? ConstructPath =>
        WrittenMetadata?.Find("aws:cdk:path")?.AsText() is not { Length: > 0 } path ? null
        : path.EndsWith(ResourceConstruct, StringComparison.Ordinal) ? path[..^ResourceConstruct.Length]
        : path;

    private TemplateValue.Map? WrittenMetadata => Resource.Attributes.Find("Metadata") as TemplateValue.Map;
}
