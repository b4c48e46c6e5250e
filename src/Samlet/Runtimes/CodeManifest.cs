using Samlet.Functions;

namespace Samlet.Runtimes;

/// <summary>The file beside the code that lists what has to be installed.</summary>
internal sealed record CodeManifest(string Folder, string Name, string InstallCommand)
{
    private static readonly string[] TypeScriptEndings = [".ts", ".mts", ".cts", ".tsx"];

    private string? _text;

    public string Path => System.IO.Path.Join(Folder, Name);

    public bool Exists => File.Exists(Path);

    /// <summary>`sam build` has made the folder: what is missing there is missing in the project.</summary>
    public bool IsBuilt => IsBuiltFolder(Folder);

    public bool HasBuildScript => Text.Contains("\"build\":", StringComparison.Ordinal);

    private string Text => _text ??= Read();

    public static bool IsBuiltFolder(string folder) =>
        folder.Replace('\\', '/').Contains("/.aws-sam/build", StringComparison.Ordinal);

    public static CodeManifest Of(RuntimeFamily family, string folder) => family switch
    {
        RuntimeFamily.Python => new(
            folder, "requirements.txt", $"`pip install -r {Word(folder, "requirements.txt")} -t {Word(folder)}`"),
        RuntimeFamily.Ruby => new(
            folder, "Gemfile", $"`bundle config set --local path vendor/bundle && bundle install` in `{folder}`"),
        _ => new(folder, "package.json", $"`npm install` in `{folder}`"),
    };

    /// <summary>Python spells one name with dashes in lists and with underscores in code.</summary>
    public bool Declares(string package) => Name == "package.json"
        ? Text.Contains($"\"{package}\"", StringComparison.Ordinal)
        : Text.Replace('-', '_').Contains(package.Replace('-', '_'), StringComparison.OrdinalIgnoreCase);

    /// <summary>The TypeScript file in the place of the handler's module; null when there is none.</summary>
    public string? TypeScriptFile(string? handler)
    {
        if (Name != "package.json")
        {
            return null;
        }

        var module = System.IO.Path.Join(Folder, ImportFailure.ModuleOf(RuntimeFamily.Node, handler));
        return TypeScriptEndings.Select(ending => module + ending).FirstOrDefault(File.Exists);
    }

    /// <summary>The `node_modules` above the code that has the package, as workspaces do; null when none has.</summary>
    public string? PackagesAbove(string package)
    {
        for (var above = Name == "package.json" ? System.IO.Path.GetDirectoryName(Folder) : null;
            above is not null;
            above = System.IO.Path.GetDirectoryName(above))
        {
            var packages = System.IO.Path.Join(above, "node_modules");
            if (Directory.Exists(System.IO.Path.Join(packages, package)))
            {
                return packages;
            }
        }

        return null;
    }

    private static string Word(params string[] parts)
    {
        var path = System.IO.Path.Join(parts);
        return path.Contains(' ', StringComparison.Ordinal) ? $"\"{path}\"" : path;
    }

    private string Read()
    {
        try
        {
            return File.ReadAllText(Path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
