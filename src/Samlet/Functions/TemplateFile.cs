using Samlet.Templates;

namespace Samlet.Functions;

/// <summary>A template on disk: its name as messages show it, and its absolute path.</summary>
internal sealed record TemplateFile(string Name, string Path)
{
    /// <summary>What a CDK assembly says of the stack; null where nothing does.</summary>
    public string? StackName { get; init; }

    public TemplateOptions OptionsFor(TemplateOptions options) =>
        options with { StackName = StackName ?? options.StackName };
}
