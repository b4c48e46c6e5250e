namespace Samlet.Functions;

/// <summary>
/// What CloudFormation makes of inline code: a file `index` and a module for custom resources, for Node.js and Python
/// only (docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html).
/// </summary>
internal sealed record InlineLanguage(string FileName, string ModulePath, string ModuleResource)
{
    private static readonly InlineLanguage Node =
        new("index.js", "node_modules/cfn-response.js", "inline/cfn-response.js");

    private static readonly InlineLanguage Python = new("index.py", "cfnresponse.py", "inline/cfnresponse.py");

    /// <summary>Null for a runtime that takes no inline code.</summary>
    public static InlineLanguage? Find(string? runtime) =>
        runtime is null ? null
        : runtime.StartsWith("nodejs", StringComparison.OrdinalIgnoreCase) ? Node
        : runtime.StartsWith("python", StringComparison.OrdinalIgnoreCase) ? Python
        : null;

    /// <summary>Puts the module beside the code under the name by which `require` or `import` finds it.</summary>
    public void WriteResponseModule(string folder)
    {
        var path = Path.Join(folder, ModulePath);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!); // `folder` is in front, so it is no root.
        using var source = typeof(InlineLanguage).Assembly.GetManifestResourceStream(ModuleResource)!; // Built in.
        using var target = File.Create(path);
        source.CopyTo(target);
    }
}
