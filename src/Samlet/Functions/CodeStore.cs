using System.Globalization;

namespace Samlet.Functions;

/// <summary>
/// Code and layers as folders: what is a folder stays where it is, archives are unpacked and inline code is written
/// into the cache, once for each content.
/// </summary>
internal sealed class CodeStore(CacheFolder cache)
{
    private const string UnpackedKind = "unpacked";
    private const string InlineKind = "inline";
    private const string TaskFolder = "/var/task";
    private const string LayerFolder = "/opt";

    // An entry has the content in a folder of its own and, beside it, how large that is.
    private const string ContentFolder = "content";
    private const string SizeFile = "size";

    /// <summary>The folder that is `/var/task` for the function. Image functions have none.</summary>
    public string FolderOf(Function function) => function.Code switch
    {
        CodeSource.Folder(var path) => path,
        CodeSource.Archive(var path) => Unpack(path, TaskFolder),
        CodeSource.Inline(var source) => Write(source, function),
        CodeSource.Bucket(var description) => throw new UserErrorException(
            $"the code of `{function.Path}` is at `{description}`, which only the cloud has"),
        _ => throw new UserErrorException($"`{function.Path}` is a container image and has no code folder"),
    };

    /// <summary>The folder with the content of a layer's archive.</summary>
    public string UnpackLayer(string archive) => Unpack(archive, LayerFolder);

    /// <summary>The bytes of an unpacked archive, counted when it was unpacked; null for any other folder.</summary>
    public long? SizeOf(string folder)
    {
        var isUnpacked = folder.StartsWith(Path.Join(cache.Path, UnpackedKind), StringComparison.Ordinal);
        var file = Path.Join(Path.GetDirectoryName(folder), SizeFile);
        return isUnpacked
            && File.Exists(file)
            && long.TryParse(File.ReadAllText(file), NumberStyles.None, CultureInfo.InvariantCulture, out var size)
                ? size
                : null;
    }

    /// <summary>A changed archive has another folder.</summary>
    private string Unpack(string archive, string root)
    {
        var file = new FileInfo(archive);
        if (!file.Exists)
        {
            throw new UserErrorException($"no archive at `{archive}`", "build it, or correct the path in the template");
        }

        var name = ContentHash.Of($"{root} {file.FullName}");
        var version = ContentHash.Of($"{file.Length} {file.LastWriteTimeUtc.Ticks}");
        var entry = cache.Entry(UnpackedKind, $"{name}-{version}", folder =>
        {
            RemoveOlder(name);
            var content = Directory.CreateDirectory(Path.Join(folder, ContentFolder)).FullName;
            var size = ArchiveUnpacker.Unpack(archive, content, root, CancellationToken.None);
            File.WriteAllText(Path.Join(folder, SizeFile), size.ToString(CultureInfo.InvariantCulture));
        });
        return Path.Join(entry, ContentFolder);
    }

    private string Write(string source, Function function)
    {
        var language = InlineLanguage.Find(function.Runtime) ?? throw new UserErrorException(
            $"`{function.Path}` has inline code, which Lambda takes for Node.js and Python only",
            "put the code into a file and name its folder in CodeUri");
        return cache.Entry(InlineKind, ContentHash.Of(language.FileName + "\0" + source), folder =>
        {
            File.WriteAllText(Path.Join(folder, language.FileName), source);
            language.WriteResponseModule(folder);
        });
    }

    /// <summary>Other versions of an archive, unless a process that still runs uses them.</summary>
    private void RemoveOlder(string name)
    {
        foreach (var folder in Directory.EnumerateDirectories(cache.Subfolder(UnpackedKind), name + "-*"))
        {
            _ = CacheFolder.TryRemove(folder);
        }
    }
}
