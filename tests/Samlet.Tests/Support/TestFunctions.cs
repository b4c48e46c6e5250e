using Samlet.Functions;
using Samlet.Templates;

namespace Samlet.Tests.Support;

/// <summary>A template in a folder of its own, and the functions in it.</summary>
internal sealed class TestFunctions : IDisposable
{
    private readonly TempFolder _folder = new();

    public TestFunctions(string text, params (string Name, string Value)[] parameters)
    {
        var overrides = parameters.Select(pair => KeyValuePair.Create(pair.Name, pair.Value));
        var options = new TemplateOptions { Parameters = TemplateOptions.ParametersOf(overrides) };
        var stacks = StackReader.Read([new TemplateFile("template.yaml", _folder.Write("template.yaml", text))], options);
        Template = stacks[0].Template;
        Set = new FunctionSet(stacks);
    }

    public Template Template { get; }

    public FunctionSet Set { get; }

    public string Folder => _folder.Path;

    /// <summary>One function of this name with these properties, each line as YAML.</summary>
    public static TestFunctions Of(string properties, string type = "AWS::Serverless::Function") => new(
        $"""
        Resources:
          F:
            Type: {type}
            Properties:
              {string.Join("\n      ", properties.Split('\n'))}
        """);

    public Function Read(string logicalId = "F") => Set.Read(Set.Entries.Single(entry => entry.LogicalId == logicalId));

    /// <summary>Codes and places of what was found, such as `SAM0105 7:16`, in the order of the text.</summary>
    public string Codes() => string.Join(", ", Template.Diagnostics
        .OrderBy(diagnostic => (diagnostic.Location.Line, diagnostic.Location.Column))
        .Select(diagnostic => $"{diagnostic.Code} {diagnostic.Location.Line}:{diagnostic.Location.Column}"));

    public void Dispose() => _folder.Dispose();
}
