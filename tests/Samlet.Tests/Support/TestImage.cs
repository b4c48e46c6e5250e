using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Samlet.Tests.Support;

/// <summary>A container image made by a test: layers, configuration, manifest.</summary>
internal sealed class TestImage
{
    public const string OciManifest = "application/vnd.oci.image.manifest.v1+json";
    public const string DockerManifest = "application/vnd.docker.distribution.manifest.v2+json";

    private readonly List<byte[]> _unpacked = [];
    private readonly List<byte[]> _layers = [];

    public JsonObject Settings { get; } = new() { ["Env"] = new JsonArray("PATH=/bin"), ["Cmd"] = new JsonArray("/bin/sh") };

    public string Architecture { get; init; } =
        RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "arm64" : "amd64";

    public IReadOnlyList<byte[]> Layers => _layers;

    public IReadOnlyList<byte[]> UnpackedLayers => _unpacked;

    public byte[] Config => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["architecture"] = Architecture,
        ["os"] = "linux",
        ["config"] = Settings.DeepClone(),
        ["rootfs"] = new JsonObject
        {
            ["type"] = "layers",
            ["diff_ids"] = new JsonArray([.. _unpacked.Select(layer => (JsonNode)DigestOf(layer))]),
        },
    }.ToJsonString());

    public static string DigestOf(byte[] content) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(content));

    public static byte[] Tar(params TarEntry[] entries)
    {
        using var content = new MemoryStream();
        using (var writer = new TarWriter(content, leaveOpen: true))
        {
            foreach (var entry in entries)
            {
                writer.WriteEntry(entry);
            }
        }

        return content.ToArray();
    }

    public static PaxTarEntry File(string name, string text, UnixFileMode mode = (UnixFileMode)0x1A4) =>
        File(name, Encoding.UTF8.GetBytes(text), mode);

    public static PaxTarEntry File(string name, byte[] content, UnixFileMode mode = (UnixFileMode)0x1A4) =>
        new(TarEntryType.RegularFile, name)
        {
            DataStream = new MemoryStream(content),
            Mode = mode,
            ModificationTime = new DateTimeOffset(2024, 2, 3, 4, 5, 6, TimeSpan.Zero),
        };

    public static PaxTarEntry Folder(string name, UnixFileMode mode = (UnixFileMode)0x1ED) =>
        new(TarEntryType.Directory, name) { Mode = mode };

    public static PaxTarEntry Link(string name, string target) =>
        new(TarEntryType.SymbolicLink, name) { LinkName = target };

    public static PaxTarEntry HardLink(string name, string target) =>
        new(TarEntryType.HardLink, name) { LinkName = target };

    public TestImage With(params TarEntry[] entries) => WithLayer(Tar(entries));

    public TestImage WithLayer(byte[] tar, bool isCompressed = true)
    {
        _unpacked.Add(tar);
        _layers.Add(isCompressed ? Compress(tar) : tar);
        return this;
    }

    public JsonObject Manifest(string mediaType = OciManifest) => new()
    {
        ["schemaVersion"] = 2,
        ["mediaType"] = mediaType,
        ["config"] = Descriptor(Config, "application/vnd.oci.image.config.v1+json"),
        ["layers"] = new JsonArray(
            [.. _layers.Select(layer => (JsonNode)Descriptor(layer, "application/vnd.oci.image.layer.v1.tar+gzip"))]),
    };

    public byte[] ManifestBytes(string mediaType = OciManifest) =>
        Encoding.UTF8.GetBytes(Manifest(mediaType).ToJsonString());

    /// <summary>An index with this image for its own platform.</summary>
    public byte[] IndexBytes(string mediaType, params TestImage[] others) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["schemaVersion"] = 2,
        ["mediaType"] = mediaType,
        ["manifests"] = new JsonArray([.. others.Prepend(this).Select(image => (JsonNode)image.PlatformDescriptor())]),
    }.ToJsonString());

    public static JsonObject Descriptor(byte[] content, string mediaType) => new()
    {
        ["mediaType"] = mediaType,
        ["digest"] = DigestOf(content),
        ["size"] = content.Length,
    };

    /// <summary>An OCI layout in a folder.</summary>
    public string WriteLayout(string folder, string? name = "latest")
    {
        var descriptor = Descriptor(ManifestBytes(), OciManifest);
        if (name is not null)
        {
            descriptor["annotations"] = new JsonObject { ["org.opencontainers.image.ref.name"] = name };
        }

        foreach (var blob in (IEnumerable<byte[]>)[.. _layers, Config, ManifestBytes()])
        {
            Write(Path.Combine(folder, "blobs", "sha256", DigestOf(blob)["sha256:".Length..]), blob);
        }

        Write(Path.Combine(folder, "oci-layout"), """{"imageLayoutVersion":"1.0.0"}"""u8.ToArray());
        Write(Path.Combine(folder, "index.json"), Encoding.UTF8.GetBytes(
            new JsonObject { ["schemaVersion"] = 2, ["manifests"] = new JsonArray(descriptor) }.ToJsonString()));
        return folder;
    }

    /// <summary>The same in an archive.</summary>
    public string WriteLayoutArchive(string file, string folder)
    {
        _ = WriteLayout(folder);
        TarFile.CreateFromDirectory(folder, file, includeBaseDirectory: false);
        return file;
    }

    /// <summary>What `docker save` wrote before it knew of layouts: unpacked layers by name.</summary>
    public string WriteSaved(string file, string tag = "ratings:latest")
    {
        var config = Config;
        var configName = DigestOf(config)["sha256:".Length..] + ".json";
        var manifest = new JsonArray(new JsonObject
        {
            [nameof(Config)] = configName,
            ["RepoTags"] = new JsonArray(tag),
            [nameof(Layers)] = new JsonArray([.. _unpacked.Select((_, index) => (JsonNode)$"{index}/layer.tar")]),
        });
        var layers = _unpacked.Select((layer, index) => File($"{index}/layer.tar", layer));
        Write(file, Tar(
            [File(configName, config), .. layers, File("manifest.json", manifest.ToJsonString())]));
        return file;
    }

    private JsonObject PlatformDescriptor()
    {
        var descriptor = Descriptor(ManifestBytes(), OciManifest);
        descriptor["platform"] = new JsonObject { ["os"] = "linux", ["architecture"] = Architecture };
        return descriptor;
    }

    private static void Write(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllBytes(path, content);
    }

    private static byte[] Compress(byte[] content)
    {
        using var target = new MemoryStream();
        using (var zip = new GZipStream(target, CompressionLevel.Fastest))
        {
            zip.Write(content);
        }

        return target.ToArray();
    }
}
