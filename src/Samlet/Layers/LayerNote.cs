using System.Text.Json;
using Samlet.Credentials;

namespace Samlet.Layers;

/// <summary>What is to be known of a layer in the cache besides its content, as a small JSON file.</summary>
internal static class LayerNote
{
    /// <summary>Null when there is none that can be read.</summary>
    public static StoredLayer? TryRead(string path)
    {
        using var document = File.Exists(path) ? CacheFile.TryRead(path) : null;
        return document?.RootElement is { } note && JsonObject.Text(note, "folder") is { Length: > 0 } folder
            ? new StoredLayer(folder, JsonObject.Number(note, "size"), JsonObject.Texts(note, "architectures"))
            : null;
    }

    public static void Write(string path, StoredLayer layer)
    {
        var partial = $"{path}.{Guid.NewGuid():N}";
        File.WriteAllBytes(partial, Serialize(layer));
        File.Move(partial, path, overwrite: true);
    }

    private static byte[] Serialize(StoredLayer layer)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("folder", layer.Folder);
            if (layer.Size is { } size)
            {
                json.WriteNumber("size", size);
            }

            json.WriteStartArray("architectures");
            foreach (var architecture in layer.Architectures)
            {
                json.WriteStringValue(architecture);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
