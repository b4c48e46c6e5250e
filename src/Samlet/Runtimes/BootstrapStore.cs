using System.Diagnostics;
using System.Reflection;
using Samlet.Functions;

namespace Samlet.Runtimes;

/// <summary>
/// The bootstraps, embedded in the program as `bootstraps/[language]/[file]`, as files that interpreters can read:
/// `[cache]/bootstraps/[language]-[content hash]/`, written once and then only looked at.
/// </summary>
internal sealed class BootstrapStore(CacheFolder cache, Assembly assembly)
{
    private const string Kind = "bootstraps";

    // Sandboxes may run functions as another user than Samlet's.
    private const UnixFileMode ReadableFile =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode ReadableFolder =
        ReadableFile | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The folder with the bootstrap of a family.</summary>
    /// <exception cref="UserErrorException">It is not there and cannot be written.</exception>
    public string FolderOf(RuntimeFamily family)
    {
        var language = LanguageOf(family);
        string[] files = [.. FilesOf(language)];
        try
        {
            return cache.Entry(Kind, $"{language}-{HashOf(files)}", folder => Write(files, language, folder));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException(
                $"cannot write the {language} bootstrap into the cache folder `{cache.Path}`: {error.Message}",
                "free some space, or set SAMLET_CACHE to a folder that can be written",
                error);
        }
    }

    private static string LanguageOf(RuntimeFamily family) => family switch
    {
        RuntimeFamily.Node => "nodejs",
        RuntimeFamily.Python => "python",
        RuntimeFamily.Ruby => "ruby",
        RuntimeFamily.Java => "java",
        RuntimeFamily.Dotnet => "dotnet",
        _ => throw new UnreachableException($"{family} brings its own bootstrap"),
    };

    private static string PrefixOf(string language) => $"{Kind}/{language}/";

    private IEnumerable<string> FilesOf(string language)
    {
        var prefix = PrefixOf(language);
        return assembly.GetManifestResourceNames().Where(name => name.StartsWith(prefix, StringComparison.Ordinal));
    }

    private void Write(string[] files, string language, string folder)
    {
        foreach (var file in files)
        {
            var path = Path.Join(folder, file.AsSpan(PrefixOf(language).Length));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!); // Below `folder`, so never a root.
            using var content = Open(file);
            using var target = File.Create(path);
            content.CopyTo(target);
        }

        MakeReadable(folder);
    }

    private static void MakeReadable(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        File.SetUnixFileMode(folder, ReadableFolder);
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", SearchOption.AllDirectories))
        {
            entry.UnixFileMode = entry is DirectoryInfo ? ReadableFolder : ReadableFile;
        }
    }

    /// <summary>Over names and contents, on every call: that is quicker than any identity the assembly has.</summary>
    private string HashOf(string[] files)
    {
        var hash = new ContentHash();
        Span<byte> buffer = stackalloc byte[4096];
        foreach (var file in files)
        {
            hash.Add(file);
            using var content = Open(file);
            for (var length = content.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false); length > 0;
                 length = content.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false))
            {
                hash.Add(buffer[..length]);
            }
        }

        return hash.ToString();
    }

    private Stream Open(string file) =>
        assembly.GetManifestResourceStream(file) ?? throw new UnreachableException($"no resource {file}");
}
