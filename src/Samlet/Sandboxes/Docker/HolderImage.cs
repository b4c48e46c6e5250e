using System.Buffers.Binary;
using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Samlet.Sandboxes.Docker;

/// <summary>
/// The image of a container that only waits: its network, processes and volumes are what the containers of one
/// execution environment share. It has one program of a few instructions, which says `ready` and then sleeps, and is
/// handed to the engine as an archive, so that nothing is pulled and remote engines get it too.
/// </summary>
internal static class HolderImage
{
    public const string Program = "/wait";
    public const string ReadyLine = "ready\n";

    /// <summary>The folder that the containers share.</summary>
    public const string SharedFolder = "/tmp";

    private const ulong Base = 0x400000;
    private const int HeaderBytes = 64 + 56;

    /// <summary>write(1, "ready\n", 6), then pause() for ever.</summary>
    private static ReadOnlySpan<byte> CodeOfAmd64 =>
    [
        0xb8, 1, 0, 0, 0, 0xbf, 1, 0, 0, 0, 0x48, 0x8d, 0x35, 16, 0, 0, 0, 0xba, 6, 0, 0, 0, 0x0f, 0x05,
        0xb8, 34, 0, 0, 0, 0x0f, 0x05, 0xeb, 0xf7,
    ];

    /// <summary>The same, with ppoll() for pause().</summary>
    private static ReadOnlySpan<uint> CodeOfArm64 =>
    [
        0xd2800020, 0x10000161, 0xd28000c2, 0xd2800808, 0xd4000001,
        0xd2800000, 0xd2800001, 0xd2800002, 0xd2800003, 0xd2800928, 0xd4000001, 0x17fffffa,
    ];

    public static string NameFor(string architecture) => $"samlet-holder:1-{architecture}";

    /// <summary>What `docker load` takes.</summary>
    /// <param name="architecture">As images name it: `amd64` or `arm64`.</param>
    public static byte[] Archive(string architecture)
    {
        var layer = Tar(
            Entry(Program[1..], ProgramFor(architecture)),
            new PaxTarEntry(TarEntryType.Directory, SharedFolder[1..]) { Mode = (UnixFileMode)0x3FF }); // rwxrwxrwt
        var config = Encoding.UTF8.GetBytes(
            $$$"""
            {"architecture":"{{{architecture}}}","os":"linux","config":{"Entrypoint":["{{{Program}}}"]},
            "rootfs":{"type":"layers","diff_ids":["sha256:{{{HashOf(layer)}}}"]}}
            """);
        var (configName, name) = ($"{HashOf(config)}.json", JsonEncodedText.Encode(NameFor(architecture)));
        return Tar(
            Entry(configName, config),
            Entry("layer.tar", layer),
            Entry("manifest.json", Encoding.UTF8.GetBytes(
                $$"""[{"Config":"{{configName}}","RepoTags":["{{name}}"],"Layers":["layer.tar"]}]""")));
    }

    /// <summary>A program for Linux in the ELF format: its headers, one segment, no libraries.</summary>
    public static byte[] ProgramFor(string architecture)
    {
        const ushort Amd64 = 62;
        const ushort Arm64 = 183;
        var isArm64 = architecture == "arm64";
        byte[] code = [.. isArm64 ? Bytes(CodeOfArm64) : CodeOfAmd64, .. Encoding.ASCII.GetBytes(ReadyLine)];
        var program = new byte[HeaderBytes + code.Length];
        var size = (ulong)program.Length;
        ReadOnlySpan<byte> magic = [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1];
        magic.CopyTo(program);
        Put16(program, 16, [2, isArm64 ? Arm64 : Amd64, 1, 0]);
        Put64(program, 24, [Base + HeaderBytes, 64, 0]);
        Put16(program, 52, [64, 56, 1]);
        Put16(program, 64, [1, 0, 5, 0]); // Loaded, to be read and executed.
        Put64(program, 72, [0, Base, Base, size, size, 0x1000]);
        code.CopyTo(program, HeaderBytes);
        return program;
    }

    private static byte[] Bytes(ReadOnlySpan<uint> words)
    {
        var bytes = new byte[words.Length * sizeof(uint)];
        for (var index = 0; index < words.Length; index++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(index * sizeof(uint)), words[index]);
        }

        return bytes;
    }

    private static void Put16(byte[] target, int offset, ReadOnlySpan<ushort> values)
    {
        foreach (var value in values)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(target.AsSpan(offset), value);
            offset += sizeof(ushort);
        }
    }

    private static void Put64(byte[] target, int offset, ReadOnlySpan<ulong> values)
    {
        foreach (var value in values)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(target.AsSpan(offset), value);
            offset += sizeof(ulong);
        }
    }

    private static PaxTarEntry Entry(string name, byte[] content) => new(TarEntryType.RegularFile, name)
    {
        Mode = (UnixFileMode)0x1ED, // rwxr-xr-x
        DataStream = new MemoryStream(content),
    };

    private static byte[] Tar(params ReadOnlySpan<PaxTarEntry> entries)
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

    private static string HashOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
