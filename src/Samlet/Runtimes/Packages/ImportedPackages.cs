using Samlet.Functions;

namespace Samlet.Runtimes.Packages;

/// <summary>Finds in source code which packages of the runtime it imports and has not got itself.</summary>
internal static class ImportedPackages
{
    private const long LongestFile = 4 * 1024 * 1024;
    private const int LongestName = 200;

    private static readonly char[] Quotes = ['\'', '"', '`'];

    private static readonly string[] OtherFolders = ["node_modules", "vendor", ".git", ".aws-sam", "cdk.out", ".venv"];

    private static readonly EnumerationOptions Everything = new()
    {
        IgnoreInaccessible = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

    /// <param name="runtime">Its family says how imports look.</param>
    /// <param name="folders">Code of functions.</param>
    public static IReadOnlyList<string> Find(RuntimeIdentifier runtime, IEnumerable<string> folders)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var folder in folders.Distinct(StringComparer.Ordinal).Where(Directory.Exists))
        {
            foreach (var file in Files(folder, EndingsOf(runtime.Family)))
            {
                found.UnionWith(NamesIn(runtime, File.ReadAllText(file)).Where(name => !IsBeside(folder, name)));
            }
        }

        return [.. found];
    }

    /// <summary>What stands in quotes and is a carried package, without the path within it.</summary>
    private static IEnumerable<string> NamesIn(RuntimeIdentifier runtime, string text)
    {
        var start = -1;
        while ((start = text.IndexOfAny(Quotes, start + 1)) >= 0)
        {
            var rest = text.AsSpan(start + 1, Math.Min(LongestName, text.Length - start - 1));
            if (rest.IndexOf(text[start]) is > 0 and var length
                && new ImportFailure(runtime.Family, rest[..length].ToString()).Package is var name
                && IsName(name)
                && CarriedPackages.Contains(runtime, name))
            {
                yield return name;
            }
        }
    }

    private static bool IsName(string text) =>
        text is not [.., '/' or '-']
        && text.All(static sign => char.IsAsciiLetterLower(sign) || char.IsAsciiDigit(sign) || "@/-._".Contains(sign));

    private static bool IsBeside(string folder, string name) =>
        Directory.Exists(Path.Join(folder, "node_modules", name));

    private static string[] EndingsOf(RuntimeFamily family) => family switch
    {
        RuntimeFamily.Node => [".js", ".mjs", ".cjs", ".ts", ".mts", ".cts", ".tsx"],
        RuntimeFamily.Ruby => [".rb"],
        _ => [],
    };

    private static IEnumerable<string> Files(string folder, string[] endings)
    {
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", Everything))
        {
            if (file.Length < LongestFile && endings.Contains(file.Extension))
            {
                yield return file.FullName;
            }
        }

        foreach (var inner in new DirectoryInfo(folder).EnumerateDirectories("*", Everything))
        {
            if (!OtherFolders.Contains(inner.Name))
            {
                foreach (var file in Files(inner.FullName, endings))
                {
                    yield return file;
                }
            }
        }
    }
}
