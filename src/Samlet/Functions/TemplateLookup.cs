using Samlet.Templates;

namespace Samlet.Functions;

/// <summary>
/// Which template a command works on: the ones named, else the built one, else the one in the current folder, in the
/// order that `sam local` has, else what the CDK made there. A folder named stands for the CDK's templates in it.
/// </summary>
internal static class TemplateLookup
{
    private const string BuiltTemplate = ".aws-sam/build/template.yaml";

    private const string AssemblyFolder = "cdk.out";

    private static readonly string[] SourceNames = ["template.yaml", "template.yml", "template.json"];

    /// <summary>
    /// `names` are paths as the person gave them, relative to `folder`; none stands for the usual places.
    /// </summary>
    public static IReadOnlyList<TemplateFile> Find(IReadOnlyList<string> names, string folder)
    {
        if (names.Count == 0)
        {
            return FindUsual(folder);
        }

        List<TemplateFile> files = [];
        foreach (var name in names)
        {
            files.AddRange(FindNamed(name, folder));
        }

        return files;
    }

    /// <summary>Whether nothing is in any of the usual places.</summary>
    public static bool IsMissing(string folder) =>
        !File.Exists(Path.Join(folder, BuiltTemplate))
        && FindSource(folder) is null
        && !Directory.Exists(Path.Join(folder, AssemblyFolder));

    /// <summary>A warning when the template was built from one that has changed since.</summary>
    public static Diagnostic? FindStaleness(TemplateFile file)
    {
        if (!file.Path.Replace('\\', '/').EndsWith("/" + BuiltTemplate, StringComparison.Ordinal))
        {
            return null;
        }

        var project = Path.GetFullPath(Path.Join(file.Path, "../../.."));
        var built = File.GetLastWriteTimeUtc(file.Path);
        return FindSource(project) is { } source && File.GetLastWriteTimeUtc(Path.Join(project, source)) > built
            ? FunctionDiagnostics.BuiltTemplateIsOlder(file.Name, source)
            : null;
    }

    private static IReadOnlyList<TemplateFile> FindUsual(string folder)
    {
        var name = File.Exists(Path.Join(folder, BuiltTemplate)) ? BuiltTemplate : FindSource(folder);
        if (name is not null)
        {
            return [new TemplateFile(name, Path.GetFullPath(name, folder))];
        }

        return CloudAssembly.TryRead(AssemblyFolder, Path.Join(folder, AssemblyFolder)) ?? throw new UserErrorException(
            $"no template in `{folder}`: neither `{BuiltTemplate}` nor `{string.Join("`, `", SourceNames)}` is there",
            "go to the folder of the template, or pass it with --template");
    }

    private static string? FindSource(string folder) =>
        Array.Find(SourceNames, name => File.Exists(Path.Join(folder, name)));

    private static IReadOnlyList<TemplateFile> FindNamed(string name, string folder)
    {
        var path = Path.GetFullPath(name, folder);
        if (File.Exists(path))
        {
            return [new TemplateFile(name, path)];
        }

        if (Directory.Exists(path))
        {
            return CloudAssembly.TryRead(name, path)
                ?? throw new UserErrorException($"the template `{name}` is a folder", HintForFolder(name, path));
        }

        throw new UserErrorException($"no template at `{path}`", HintForMissing(name, path));
    }

    private static string HintForFolder(string name, string path) => FindSource(path) is { } inside
        ? $"pass the template in it: --template {Path.Join(name, inside)}"
        : "pass the template file itself with --template";

    private static string HintForMissing(string name, string path)
    {
        var parent = Path.GetDirectoryName(path);
        if (parent is null || !Directory.Exists(parent))
        {
            return $"the folder `{parent}` does not exist either";
        }

        var names = Array.ConvertAll(Directory.GetFiles(parent), file => Path.GetFileName(file));
        return (NearestWord.Find(Path.GetFileName(path), names) ?? FindSource(parent)) is { } near
            ? $"did you mean `{Path.Join(Path.GetDirectoryName(name), near)}`?"
            : "pass the template with --template";
    }
}
