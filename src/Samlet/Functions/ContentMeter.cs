using System.IO.Compression;

namespace Samlet.Functions;

/// <summary>
/// How large code and layers are, looked up on disk: for `describe`, which has the time. Each place is looked at once.
/// </summary>
internal sealed class ContentMeter
{
    /// <summary>Links are not followed: they would be counted twice, or for ever.</summary>
    private static readonly EnumerationOptions AllFiles = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

    private readonly Dictionary<string, long?> _sizes = new(StringComparer.Ordinal);

    /// <summary>Null where the code is not on this computer, or is an image.</summary>
    public long? SizeOf(CodeSource code) => code switch
    {
        CodeSource.Folder(var path) => SizeOf(path, OfFolder),
        CodeSource.Archive(var path) => SizeOf(path, OfArchive),
        _ => null,
    };

    /// <summary>Null where the layer is not on this computer.</summary>
    public long? SizeOf(LayerContent layer) => layer switch
    {
        LayerContent.Folder { Size: { } known } => known,
        LayerContent.Folder(var path) => SizeOf(path, OfFolder),
        LayerContent.Archive(var path) => SizeOf(path, OfArchive),
        _ => null,
    };

    private long? SizeOf(string path, Func<string, long?> measure)
    {
        if (!_sizes.TryGetValue(path, out var size))
        {
            _sizes[path] = size = TryMeasure(path, measure);
        }

        return size;
    }

    private static long? TryMeasure(string path, Func<string, long?> measure)
    {
        try
        {
            return measure(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return null; // It is not there, which has a finding of its own, or cannot be looked into.
        }
    }

    /// <summary>What is more than the limit need not be counted to its end.</summary>
    private static long? OfFolder(string path)
    {
        var size = 0L;
        foreach (var file in new DirectoryInfo(path).EnumerateFiles("*", AllFiles))
        {
            size += file.Length;
            if (size > ArchiveUnpacker.LargestContent)
            {
                break;
            }
        }

        return size;
    }

    private static long? OfArchive(string path)
    {
        using var zip = ZipFile.OpenRead(path);
        return zip.Entries.Sum(static entry => entry.Length);
    }
}
