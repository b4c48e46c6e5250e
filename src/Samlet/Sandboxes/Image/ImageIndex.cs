namespace Samlet.Sandboxes.Image;

/// <summary>
/// Remembers which content an image had, so that the next call neither asks a registry nor opens an archive. An entry
/// is valid as long as its stamp is; a lost or broken one costs another look.
/// </summary>
internal sealed class ImageIndex(CacheFolder cache)
{
    private const string Kind = "images";

    public ImageSettings? Find(string image, ImagePlatform platform, string stamp)
    {
        try
        {
            var path = Path.Join(cache.Path, Kind, FileOf(image, platform));
            if (!cache.TryHold(path))
            {
                return null;
            }

            var text = File.ReadAllBytes(path);
            var end = Array.IndexOf(text, (byte)'\n');
            return end >= 0 && System.Text.Encoding.UTF8.GetString(text, 0, end) == stamp
                ? ImageSettings.TryRead(text.AsMemory(end + 1))
                : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public void Add(string image, ImagePlatform platform, string stamp, ReadOnlyMemory<byte> config)
    {
        var path = Path.Join(cache.Subfolder(Kind), FileOf(image, platform));
        var partial = $"{path}.{Guid.NewGuid():N}";
        using (var file = File.Create(partial))
        {
            file.Write(System.Text.Encoding.UTF8.GetBytes(stamp + "\n"));
            file.Write(config.Span);
        }

        File.Move(partial, path, overwrite: true);
    }

    private static string FileOf(string image, ImagePlatform platform) =>
        ContentHash.Of($"{image}\0{platform}") + ".json";
}
