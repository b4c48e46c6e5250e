namespace Samlet.Templates;

/// <summary>Everything outside a template that decides what its values become.</summary>
internal sealed record TemplateOptions
{
    /// <summary>
    /// Overrides by parameter name, from the command line or the parent stack; lists joined by commas.
    /// </summary>
    public IReadOnlyDictionary<string, TemplateValue.Text> Parameters { get; init; } =
        new Dictionary<string, TemplateValue.Text>();

    /// <summary>
    /// True for one of several templates that get the same overrides; none of them has to know them all.
    /// </summary>
    public bool IsOneOfSeveral { get; init; }

    public string Region { get; init; } = "us-east-1";

    public string AccountId { get; init; } = "123456789012";

    public string StackName { get; init; } = "local";

    /// <summary>Logical IDs of the stacks around this one, joined by `/`; empty at the top.</summary>
    public string StackPath { get; init; } = "";

    public KnownValues Values { get; init; } = KnownValues.Empty;

    /// <summary>False refuses AWS::LanguageExtensions even where a template's Transform asks for them.</summary>
    public bool AllowsLanguageExtensions { get; init; } = true;

    /// <summary>An output of a nested stack (its resource, the output's name), or null where nobody knows it.</summary>
    public Func<Resource, string, TemplateValue?> FindStackOutput { get; init; } = (_, _) => null;

    /// <summary>An export of a neighbouring stack, or null where nobody knows it.</summary>
    public Func<string, TemplateValue?> FindExport { get; init; } = _ => null;

    public static IReadOnlyDictionary<string, TemplateValue.Text> ParametersOf(
        IEnumerable<KeyValuePair<string, string>> overrides) =>
        overrides.ToDictionary(pair => pair.Key, pair => new TemplateValue.Text(pair.Value));
}
