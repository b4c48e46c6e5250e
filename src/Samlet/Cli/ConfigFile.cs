using Samlet.Templates;

namespace Samlet.Cli;

/// <summary>The samconfig file of a command line. `Name` is the path as messages show it.</summary>
internal sealed record ConfigFile(string Name, string Path, TemplateValue.Map Root)
{
    private static readonly string[] DefaultNames = ["samconfig.toml", "samconfig.yaml", "samconfig.yml"];

    /// <summary>The file that the command line means, empty where there is none: three questions to the disk.</summary>
    public static ConfigFile Find(CommandLine line, CommandLineContext context)
    {
        var folder = FolderOf(line);
        var name = line.Find(ConfigFileOptions.File) is [.., { Length: > 0 } given]
            ? System.IO.Path.Combine(folder, given)
            : FindDefault(folder, context);
        var path = System.IO.Path.Combine(context.WorkingFolder, name);
        return new(name, path, Exists(name, path) ? Read(name, path, context.Reporter) : TemplateValue.Map.Empty);
    }

    /// <summary>The folder of the template that the command line names; one named elsewhere does not count.</summary>
    private static string FolderOf(CommandLine line) =>
        line.Find(CommonOptions.Template) is [var template, ..] ? System.IO.Path.GetDirectoryName(template) ?? "" : "";

    private static string FindDefault(string folder, CommandLineContext context)
    {
        List<string> found = [];
        foreach (var name in DefaultNames)
        {
            if (File.Exists(System.IO.Path.Combine(context.WorkingFolder, folder, name)))
            {
                found.Add(System.IO.Path.Combine(folder, name));
            }
        }

        if (found.Count > 1)
        {
            context.Reporter.Warning($"`{found[1]}` is not read: `{found[0]}` goes before it");
        }

        return found.Count > 0 ? found[0] : System.IO.Path.Combine(folder, DefaultNames[0]);
    }

    /// <summary>The usual file may be missing even where it is named; `--save-params` makes it.</summary>
    private static bool Exists(string name, string path)
    {
        var exists = File.Exists(path);
        return exists || System.IO.Path.GetFileName(name) == DefaultNames[0]
            ? exists
            : throw new UserErrorException($"no file at `{name}`", $"`{ConfigFileOptions.File.Name}` names it");
    }

    private static TemplateValue.Map Read(string name, string path, Reporter reporter) =>
        DataFile.Read(name, path, reporter) switch
        {
            TemplateValue.Map map => map,
            TemplateValue.Null => TemplateValue.Map.Empty,
            var other => throw new UserErrorException($"{other.Location}: a configuration file holds a table"),
        };
}
