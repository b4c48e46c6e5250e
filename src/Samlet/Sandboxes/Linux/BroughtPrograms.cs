using Samlet.Sandboxes.Native;

namespace Samlet.Sandboxes.Linux;

/// <summary>
/// The shell and its like in a room whose root is an image, which need not have any: this computer's own, with their
/// libraries, in a folder that nobody looks into, started through their own loader because the image has another or
/// none. Source: ld.so(8).
/// </summary>
internal static class BroughtPrograms
{
    private const string Folder = "/dev/.samlet";
    private const string Shell = "/bin/sh";

    private static readonly string[] SystemFolders = ["/usr", "/bin", "/lib", "/lib64", "/nix", "/gnu"];

    private static readonly string[] LibraryFolders =
    [
        "/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib/aarch64-linux-gnu", "/usr/lib/aarch64-linux-gnu",
        "/lib64", "/usr/lib64", "/lib", "/usr/lib", "/usr/local/lib",
    ];

    /// <summary>The options of bubblewrap that bring them along, for a `/dev` that can still be written to.</summary>
    public static IReadOnlyList<string> Mounts() =>
    [
        "--dir", Folder,
        .. SystemFolders
            .Where(static folder => new DirectoryInfo(folder) is { Exists: true, LinkTarget: null })
            .SelectMany(static folder => (string[])["--ro-bind", folder, Folder + folder]),
    ];

    /// <summary>The words that start one of them in such a room.</summary>
    public static string[] Words(string program)
    {
        var real = RealPath(program);
        return ElfFile.TryRead(real)?.Loader is { } loader
            ? [Folder + RealPath(loader), "--library-path", Libraries(), Folder + real]
            : [Folder + real];
    }

    public static string[] ShellWords() => Words(Shell);

    private static string Libraries() => string.Join(
        ':',
        LibraryFolders.Where(Directory.Exists)
            .Select(static folder => Folder + RealPath(folder))
            .Distinct(StringComparer.Ordinal));

    /// <summary>With no link in it: a link's absolute target would lead into the image.</summary>
    private static string RealPath(string path)
    {
        var parts = new Stack<string>(Enumerable.Reverse(path.Split('/', StringSplitOptions.RemoveEmptyEntries)));
        var real = "";
        for (var steps = 0; parts.TryPop(out var part) && steps < 100; steps++)
        {
            var next = part == ".." ? Path.GetDirectoryName(real) ?? "" : $"{real}/{part}";
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            real = target.StartsWith('/') ? "" : real;
            foreach (var inner in Enumerable.Reverse(target.Split('/', StringSplitOptions.RemoveEmptyEntries)))
            {
                parts.Push(inner);
            }
        }

        return real;
    }
}
