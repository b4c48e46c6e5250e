namespace Samlet.Tests.Support;

/// <summary>The files of this repository as a clone has them: nothing built, nothing restored.</summary>
internal static class Repository
{
    private static readonly string[] ForeignFolders =
        [".git", "bin", "obj", "artifacts", "node_modules", "__pycache__", "TestResults"];

    public static string Root { get; } = FindRoot();

    public static IEnumerable<string> Files => FilesIn(new DirectoryInfo(Root));

    public static IEnumerable<string> FilesBelow(string folder) =>
        FilesIn(new DirectoryInfo(Path.Combine(Root, folder)));

    /// <summary>Fails with every finding, a line each; Assert.Empty would show five.</summary>
    public static void AssertNone(IEnumerable<string> findings)
    {
        var text = string.Join('\n', findings);
        Assert.True(text.Length == 0, text);
    }

    public static string NameOf(string file) => Path.GetRelativePath(Root, file).Replace('\\', '/');

    private static IEnumerable<string> FilesIn(DirectoryInfo folder) =>
        folder.EnumerateFiles().Select(file => file.FullName).Concat(
            folder.EnumerateDirectories()
                .Where(child => child.LinkTarget is null && !ForeignFolders.Contains(child.Name))
                .SelectMany(FilesIn));

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Samlet.slnx")))
        {
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException("no Samlet.slnx above the tests");
        }

        return folder;
    }
}
