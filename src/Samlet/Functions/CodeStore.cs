namespace Samlet.Functions;

/// <summary>
/// Code and layers as folders: what is a folder stays where it is, archives are unpacked and inline code is written
/// into the cache, once for each content.
/// </summary>
internal sealed class CodeStore(CacheFolder cache)
{
    private const string UnpackedKind = "unpacked";
    private const string InlineKind = "inline";

    /// <summary>The folder that is `/var/task` for the function. Image functions have none.</summary>
    public string FolderOf(Function function) => function.Code switch
    {
        CodeSource.Folder(var path) => path,
        CodeSource.Archive(var path) => Unpack(path),
        CodeSource.Inline(var source) => Write(source, function),
        CodeSource.Bucket(var description) => throw new UserErrorException(
            $"the code of `{function.Path}` is at `{description}`, which only the cloud has"),
        _ => throw new UserErrorException($"`{function.Path}` is a container image and has no code folder"),
    };

    /// <summary>The folder of an archive's content; a changed archive has another one.</summary>
    public string Unpack(string archive)
    {
        var file = new FileInfo(archive);
        if (!file.Exists)
        {
            throw new UserErrorException($"no archive at `{archive}`", "build it, or correct the path in the template");
        }

        var name = ContentHash.Of(file.FullName);
        var version = ContentHash.Of($"{file.Length} {file.LastWriteTimeUtc.Ticks}");
        return cache.Entry(UnpackedKind, $"{name}-{version}", folder =>
        {
            RemoveOlder(name);
            ArchiveUnpacker.Unpack(archive, folder);
        });
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
