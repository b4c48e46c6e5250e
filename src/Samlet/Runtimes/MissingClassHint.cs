using Samlet.Functions;

namespace Samlet.Runtimes;

/// <summary>
/// What to do when Java does not find a class: the sources are not built, or the package lacks a library. Lambda
/// carries aws-lambda-java-core and nothing else.
/// </summary>
internal static class MissingClassHint
{
    private const string Sdk = "software.amazon.awssdk.services.";

    private static readonly string[] ProjectFiles = ["pom.xml", "build.gradle", "build.gradle.kts"];

    /// <summary>Libraries of AWS by the packages that they bring.</summary>
    private static readonly (string Package, string Library)[] Libraries =
    [
        ("com.amazonaws.services.lambda.runtime.events.", "com.amazonaws:aws-lambda-java-events"),
        ("com.amazonaws.services.lambda.runtime.serialization.", "com.amazonaws:aws-lambda-java-serialization"),
        ("com.amazonaws.services.lambda.runtime.log4j2.", "com.amazonaws:aws-lambda-java-log4j2"),
        ("com.amazonaws.serverless.", "com.amazonaws.serverless:aws-serverless-java-container-core"),
        ("software.amazon.lambda.powertools.", "software.amazon.lambda:powertools-…"),
        ("com.amazonaws.services.", "com.amazonaws:aws-java-sdk-…"),
        ("software.amazon.awssdk.", "software.amazon.awssdk:…"),
    ];

    public static string? For(Function function, string codeFolder, ImportFailure failure)
    {
        if (ToBuild(function, codeFolder) is { } build)
        {
            return build;
        }

        return failure.IsHandlerOf(function)
            ? null
            : $"`{failure.Name}` is not in the function's package{BroughtBy(failure.Name)}: add it to the project's "
                + "dependencies and package them with the function, as `sam build` does, or in `java/lib` of a layer";
    }

    private static string? ToBuild(Function function, string folder) =>
        CodeManifest.IsBuiltFolder(folder) ? null
        : function.BuildMethod is not null ? ImportHint.StepOf(function)
        : ProjectFiles.FirstOrDefault(name => File.Exists(Path.Join(folder, name))) is { } project
            ? $"`{Path.Join(folder, project)}` stands beside sources, and Lambda runs classes: run `sam build`, then "
                + "invoke again"
        : null;

    private static string BroughtBy(string name)
    {
        if (name.StartsWith(Sdk, StringComparison.Ordinal))
        {
            return $"; `software.amazon.awssdk:{name[Sdk.Length..].Split('.')[0]}` brings it";
        }

        var library = Array.Find(Libraries, known => name.StartsWith(known.Package, StringComparison.Ordinal)).Library;
        return library is null ? "" : $"; `{library}` brings it";
    }
}
