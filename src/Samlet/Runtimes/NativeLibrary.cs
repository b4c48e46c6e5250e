using System.Buffers.Binary;
using System.IO.Compression;
using Samlet.Sandboxes.Native;

namespace Samlet.Runtimes;

/// <summary>A file of native code that a function brings, and what it is made for.</summary>
/// <param name="Name">Its path in the code; behind `!` the one within a jar or zip archive.</param>
/// <param name="Platform">In the words of <see cref="LinuxOn"/>, or `macOS`, `Windows`.</param>
internal sealed record NativeLibrary(string Name, string Platform)
{
    private const int MostEntries = 100_000;
    private const int HeadLength = 64;
    private const long LargestInnerArchive = 256 * 1024 * 1024;

    private static readonly EnumerationOptions Everything = new()
    {
        RecurseSubdirectories = true,
        IgnoreInaccessible = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

    private static readonly string[] Endings =
        [".node", ".so", ".dylib", ".pyd", ".bundle", ".jnilib"];

    private static readonly string[] Archives = [".jar", ".zip"];

    public static string LinuxOn(string architecture) => $"Linux on {architecture}";

    /// <summary>Those in a folder or an archive.</summary>
    public static IEnumerable<NativeLibrary> AllIn(string path) =>
        Directory.Exists(path) ? InFolder(path) : File.Exists(path) ? InArchive(path, "") : [];

    private static IEnumerable<NativeLibrary> InFolder(string folder)
    {
        foreach (var path in FilesIn(folder))
        {
            var name = Path.GetRelativePath(folder, path);
            if (IsLibrary(name) && PlatformOf(path) is { } platform)
            {
                yield return new NativeLibrary(name, platform);
            }
            else if (EndsIn(name, Archives))
            {
                foreach (var inner in InArchive(path, name + "!"))
                {
                    yield return inner;
                }
            }
        }
    }

    private static List<string> FilesIn(string folder)
    {
        List<string> files = [];
        try
        {
            files.AddRange(Directory.EnumerateFiles(folder, "*", Everything).Take(MostEntries));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A folder changes while it is looked through, as `/proc` always does: what was found so far counts.
        }

        return files;
    }

    private static List<NativeLibrary> InArchive(string path, string prefix)
    {
        List<NativeLibrary> found = [];
        try
        {
            using var zip = ZipFile.OpenRead(path);
            AddFrom(zip, prefix, found);
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            // Not an archive, or half of one: that comes out when it is used.
        }

        return found;
    }

    private static void AddFrom(ZipArchive zip, string prefix, List<NativeLibrary> found)
    {
        foreach (var entry in zip.Entries)
        {
            if (IsLibrary(entry.FullName) && PlatformOf(entry) is { } platform)
            {
                found.Add(new NativeLibrary(prefix + entry.FullName, platform));
            }
            else if (prefix.Length == 0 && EndsIn(entry.FullName, Archives) && entry.Length <= LargestInnerArchive)
            {
                using var inner = new ZipArchive(Unpack(entry));
                AddFrom(inner, entry.FullName + "!", found);
            }
        }
    }

    private static MemoryStream Unpack(ZipArchiveEntry entry)
    {
        var content = new MemoryStream();
        using var packed = entry.Open();
        packed.CopyTo(content);
        content.Position = 0;
        return content;
    }

    private static bool IsLibrary(string name) =>
        EndsIn(name, Endings)
        || Path.GetFileName(name.AsSpan()).Contains(".so.", StringComparison.Ordinal)
        || IsProgram(name)
        || name == "bootstrap";

    /// <summary>As packages of npm bring them: `node_modules/@esbuild/linux-x64/bin/esbuild`.</summary>
    private static bool IsProgram(string name) =>
        Path.GetExtension(name.AsSpan()).IsEmpty
        && Path.GetFileName(Path.GetDirectoryName(name.AsSpan())) is "bin";

    private static bool EndsIn(string name, string[] endings) =>
        Array.Exists(endings, ending => name.EndsWith(ending, StringComparison.Ordinal));

    private static string? PlatformOf(ZipArchiveEntry entry)
    {
        using var content = entry.Open();
        var head = new byte[HeadLength];
        var length = content.ReadAtLeast(head, HeadLength, throwOnEndOfStream: false);
        return PlatformOf(head.AsSpan(0, length), isMusl: false);
    }

    private static string? PlatformOf(string path)
    {
        try
        {
            using var file = File.OpenHandle(path);
            var head = new byte[HeadLength];
            return PlatformOf(head.AsSpan(0, RandomAccess.Read(file, head, 0)), ElfDependencies.IsForMusl(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Null for what is no native code, as a text only called so. Source: elf(5), mach-o/loader.h.</summary>
    private static string? PlatformOf(ReadOnlySpan<byte> head, bool isMusl) => head switch
    {
        [0x7f, (byte)'E', (byte)'L', (byte)'F', ..] when head.Length >= 20 =>
            LinuxOn(MachineOf(head)) + (isMusl ? " with musl" : ""),
        [(byte)'M', (byte)'Z', ..] => "Windows",
        [0xcf or 0xce, 0xfa, 0xed, 0xfe, ..] or [0xca, 0xfe, 0xba, 0xbe, ..] => "macOS",
        [0xfe, 0xed, 0xfa, 0xce or 0xcf, ..] => "macOS",
        _ => null,
    };

    private static string MachineOf(ReadOnlySpan<byte> head) =>
        BinaryPrimitives.ReadUInt16LittleEndian(head[18..]) switch
        {
            ElfFile.MachineX64 => "x86_64",
            ElfFile.MachineArm64 => "arm64",
            var machine => $"processor {machine}",
        };
}
