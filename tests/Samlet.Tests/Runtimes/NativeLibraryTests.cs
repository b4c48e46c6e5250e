using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Samlet.Runtimes;
using Samlet.Tests.Support;

namespace Samlet.Tests.Runtimes;

public sealed class NativeLibraryTests : IDisposable
{
    private const int X64 = 62;
    private const int Arm64 = 183;

    private static readonly byte[] OfMac = [0xcf, 0xfa, 0xed, 0xfe, .. new byte[60]];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("libc.so.6", "Linux on x86_64")]
    [InlineData("libc.musl-x86_64.so.1", "Linux on x86_64 with musl")]
    [InlineData("libc.so", "Linux on x86_64 with musl")]
    [InlineData("libm.so.6", "Linux on x86_64")]
    public void The_C_library_that_it_asks_for_tells_Alpine_Linux(string needed, string platform)
    {
        _ = _folder.Write("x.so", Elf(X64, needed));

        Assert.Equal([new NativeLibrary("x.so", platform)], NativeLibrary.AllIn(_folder.Path));
    }

    [Fact]
    public void Those_in_archives_are_found_also_in_archives_of_a_folder()
    {
        _ = Jar("lib/driver.jar", ("native/libx.so", Elf(Arm64, "libc.so.6")), ("x/Main.class", [0xca, 0xfe, 0xba, 0xbe]));

        Assert.Equal(
            [new NativeLibrary(Path.Join("lib", "driver.jar") + "!native/libx.so", "Linux on arm64")],
            NativeLibrary.AllIn(_folder.Path));
    }

    [Fact]
    public void Those_in_jars_of_an_archive_are_found()
    {
        var jar = Jar("driver.jar", ("libx.dylib", OfMac));
        var zip = Jar("code.zip", ("lib/driver.jar", File.ReadAllBytes(jar)), ("y.node", Elf(X64, "libc.so.6")));

        Assert.Equal(
            [new("lib/driver.jar!libx.dylib", "macOS"), new NativeLibrary("y.node", "Linux on x86_64")],
            NativeLibrary.AllIn(zip));
    }

    [Fact]
    public void What_is_only_called_so_and_broken_archives_are_passed_over()
    {
        _ = _folder.Write("text.so", "INPUT(libx.so.1)");
        _ = _folder.Write("short.so", "\u007fELF");
        _ = _folder.Write("broken.jar", "PK\u0003\u0004 and no more");
        _ = _folder.Write("App.dll", [.. "MZ"u8, .. new byte[100]]);

        Assert.Empty(NativeLibrary.AllIn(_folder.Path));
        Assert.Empty(NativeLibrary.AllIn(_folder.PathOf("nowhere")));
    }

    [Theory]
    [InlineData("prebuilt/darwin-arm64/x.node", "prebuilt/linux-x64/x.node", "")]
    [InlineData("@img/sharp-darwin-arm64/lib/sharp-darwin-arm64.node", "@img/sharp-linux-x64/lib/sharp-linux-x64.node", "")]
    [InlineData("_x.cpython-313-darwin.so", "_x.cpython-313-x86_64-linux-gnu.so", "")]
    [InlineData("jna/darwin-aarch64/libjna.jnilib", "jna/linux-x86-64/libjna.so", "")]
    [InlineData("a/x.node", "b/x.node", "a/x.node")]
    [InlineData("node_modules/fsevents/fsevents.node", "b/x.node", "")]
    public void One_for_each_platform_is_as_it_should_be(string ofMac, string ofLinux, string foreign)
    {
        _ = _folder.Write(ofMac, OfMac);
        _ = _folder.Write(ofLinux, Elf(X64, "libc.so.6"));

        Assert.Equal(foreign, string.Join(' ', Find("Linux on x86_64")));
    }

    [Fact]
    public void The_one_for_the_other_processor_is_foreign_when_none_is_for_this()
    {
        _ = _folder.Write("x.so", Elf(X64, "libc.so.6"));

        Assert.Empty(Find("Linux on x86_64"));
        Assert.Equal(["x.so"], Find("Linux on arm64"));
    }

    [Fact]
    public void A_jar_is_looked_into_when_java_cannot_load_a_library()
    {
        _ = Jar("lib/driver.jar", ("native/libx.dylib", OfMac));
        var error = """{"errorType":"java.lang.UnsatisfiedLinkError","errorMessage":"no x in java.library.path"}""";
        var hint = ForeignFiles.HintFor(_folder.Path, Encoding.UTF8.GetBytes(error));

        Assert.SkipWhen(OperatingSystem.IsMacOS(), "it fits there");
        Assert.Contains("driver.jar!native/libx.dylib` is for macOS: install", hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Could not load the \\\"sharp\\\" module using the linux-x64 runtime")]
    [InlineData("Specifically the \\\"@esbuild/darwin-arm64\\\" package is present but this platform needs linux-x64")]
    [InlineData("Cannot find module @rollup/rollup-linux-arm64-gnu")]
    [InlineData("Failed to load native binding")]
    public void The_words_of_packages_that_lack_their_part_for_this_platform_are_known(string message)
    {
        Assert.SkipWhen(OperatingSystem.IsMacOS(), "it fits there");
        _ = _folder.Write("node_modules/@x/x-darwin-arm64/bin/x", OfMac);

        var hint = ForeignFiles.HintFor(_folder.Path, Encoding.UTF8.GetBytes($$"""{"errorMessage":"{{message}}"}"""));

        Assert.Contains("x-darwin-arm64/bin/x` is for macOS: install", hint?.Replace('\\', '/'), StringComparison.Ordinal);
    }

    private IEnumerable<string> Find(string platform) =>
        ForeignFiles.Find([_folder.Path], platform).Select(static one => one.Name.Replace('\\', '/'));

    private string Jar(string name, params (string Name, byte[] Content)[] entries)
    {
        var path = _folder.Write(name, "");
        File.Delete(path);
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (entry, content) in entries)
        {
            using var target = zip.CreateEntry(entry).Open();
            target.Write(content);
        }

        return path;
    }

    /// <summary>A library that asks for another: head, two segments, dynamic section, texts. See elf(5).</summary>
    private static byte[] Elf(int machine, string needed)
    {
        const int Base = 0x1000;
        const int Dynamic = 64 + (2 * 56);
        const int Texts = Dynamic + (3 * 16);
        var file = new byte[Texts + 1 + needed.Length + 1];
        "\u007fELF\u0002\u0001\u0001"u8.CopyTo(file);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(18), (ushort)machine);
        Put(file, 32, 64);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(54), 56);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(56), 2);
        PutSegment(file, 64, type: 1, offset: 0, address: Base, size: file.Length);
        PutSegment(file, 64 + 56, type: 2, offset: Dynamic, address: Base + Dynamic, size: 3 * 16);
        Put(file, Dynamic, 1, 1);
        Put(file, Dynamic + 16, 5, Base + Texts);
        Encoding.ASCII.GetBytes(needed).CopyTo(file, Texts + 1);
        return file;
    }

    private static void PutSegment(byte[] file, int place, int type, long offset, long address, long size)
    {
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(place), type);
        Put(file, place + 8, offset, address);
        Put(file, place + 32, size);
    }

    private static void Put(byte[] file, int place, params long[] numbers)
    {
        foreach (var (index, number) in numbers.Index())
        {
            BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(place + (index * 8)), number);
        }
    }
}
