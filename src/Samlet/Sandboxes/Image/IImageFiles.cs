namespace Samlet.Sandboxes.Image;

/// <summary>The files of an image that lies on this computer, in a folder or in an archive.</summary>
internal interface IImageFiles
{
    /// <summary>Null when there is no such file. The stream can be positioned.</summary>
    Stream? Open(string name);
}

internal sealed class ImageFolderFiles(string folder) : IImageFiles
{
    public Stream? Open(string name)
    {
        var path = Path.Join(folder, name);
        return File.Exists(path) ? File.OpenRead(path) : null;
    }
}

internal sealed class ImageArchiveFiles(TarIndex archive) : IImageFiles
{
    public Stream? Open(string name) => archive.Open(name);
}
