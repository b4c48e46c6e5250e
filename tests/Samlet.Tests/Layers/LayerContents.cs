using System.IO.Compression;

namespace Samlet.Tests.Layers;

/// <summary>Archives of layers.</summary>
internal static class LayerContents
{
    public static byte[] Of(params (string Name, string Text)[] files)
    {
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create))
        {
            foreach (var (name, text) in files)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name).Open());
                writer.Write(text);
            }
        }

        return buffer.ToArray();
    }

    /// <summary>A module for Node.js that is this text.</summary>
    public static byte[] Module(string name, string text) =>
        Of(($"nodejs/node_modules/{name}/index.js", $"module.exports = '{text}';"));
}
