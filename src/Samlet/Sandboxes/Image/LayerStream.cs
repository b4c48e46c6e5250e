using System.IO.Compression;

namespace Samlet.Sandboxes.Image;

/// <summary>Tells by its first bytes whether a layer is compressed, whatever it is called.</summary>
internal static class LayerStream
{
    /// <summary>Owns the stream it is given.</summary>
    public static Stream Unpacked(Stream stored, string image)
    {
        var start = new byte[4];
        var read = stored.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stored.Position -= read;
        return start switch
        {
            [0x1f, 0x8b, ..] => new GZipStream(stored, CompressionMode.Decompress),
            [0x28, 0xb5, 0x2f, 0xfd] => throw NoZstandard(image),
            _ => stored,
        };
    }

    public static UserErrorException NoZstandard(string image) => new(
        $"a layer of `{image}` is compressed with Zstandard, which Samlet cannot read",
        "build it with `docker buildx build --output type=image,compression=gzip,force-compression=true`, or `docker pull` it: the copy of an engine can be read");
}
