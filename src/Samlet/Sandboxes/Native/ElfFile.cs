using System.Buffers.Binary;
using System.Text;

namespace Samlet.Sandboxes.Native;

/// <summary>
/// What the head of a program or library for Linux tells: its processor, and the loader that a program asks for. Only
/// little-endian files of 64 and 32 bits. Source: elf(5).
/// </summary>
internal sealed record ElfFile(int Machine, string? Loader)
{
    public const int MachineX64 = 62;
    public const int MachineArm64 = 183;

    private const int HeadLength = 64;
    private const int LoaderEntry = 3;
    private const int LongestLoader = 4096;

    /// <summary>Null when it is no such file or cannot be read.</summary>
    public static ElfFile? TryRead(string path)
    {
        try
        {
            using var file = File.OpenHandle(path);
            return TryRead(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static ElfFile? TryRead(Microsoft.Win32.SafeHandles.SafeFileHandle file)
    {
        const int Class = 4;
        const int Encoding = 5;
        var head = new byte[HeadLength];
        if (RandomAccess.Read(file, head, 0) < HeadLength
            || !head.AsSpan().StartsWith("\u007fELF"u8)
            || head[Encoding] != 1)
        {
            return null;
        }

        var machine = BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(18));
        return new ElfFile(machine, head[Class] == 2 ? FindLoader(file, head) : null);
    }

    private static string? FindLoader(Microsoft.Win32.SafeHandles.SafeFileHandle file, byte[] head)
    {
        var table = BinaryPrimitives.ReadInt64LittleEndian(head.AsSpan(32));
        var size = BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(54));
        var count = BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(56));
        var entry = new byte[56];
        for (var index = 0; index < count; index++)
        {
            var isWhole = RandomAccess.Read(file, entry, table + ((long)index * size)) == entry.Length;
            if (isWhole && BinaryPrimitives.ReadInt32LittleEndian(entry) == LoaderEntry)
            {
                return ReadText(
                    file,
                    BinaryPrimitives.ReadInt64LittleEndian(entry.AsSpan(8)),
                    BinaryPrimitives.ReadInt64LittleEndian(entry.AsSpan(32)));
            }
        }

        return null;
    }

    private static string? ReadText(Microsoft.Win32.SafeHandles.SafeFileHandle file, long offset, long length)
    {
        if (length is <= 0 or > LongestLoader)
        {
            return null;
        }

        var text = new byte[length];
        var read = RandomAccess.Read(file, text, offset);
        return Encoding.UTF8.GetString(text, 0, read).TrimEnd('\0');
    }
}
