using System.Text;
using Samlet.Runtimes;
using Samlet.Tests.Support;

namespace Samlet.Tests.Runtimes;

public sealed class ForeignFilesTests : IDisposable
{
    private const string DlopenError = """{"errorType":"Error","errorMessage":"/var/task/x.node: invalid ELF header"}""";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("node_modules/x/build/x.node", "CFFAEDFE", "macOS")]
    [InlineData("x/_x.cpython-313-darwin.so", "CAFEBABE", "macOS")]
    [InlineData("x.pyd", "4D5A9000", "Windows")]
    [InlineData("node_modules/@esbuild/darwin-arm64/bin/esbuild", "CFFAEDFE", "macOS")]
    [InlineData("lib/libx.so.1", "7F454C4602010100000000000000000003000800", "Linux on processor 8")]
    public void A_library_for_another_platform_is_named_with_it(string name, string start, string platform)
    {
        _folder.Write(name, [.. Convert.FromHexString(start), .. new byte[100]]);

        var hint = ForeignFiles.HintFor(_folder.Path, Encoding.UTF8.GetBytes(DlopenError));

        Assert.StartsWith($"`{name}` is for {platform}: install", hint, StringComparison.Ordinal);
    }

    [Fact]
    public void What_fits_what_is_no_library_and_other_errors_are_left_alone()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "looks at a library of this machine");
        _folder.Write("own.so", OnDisk.Bytes("/proc/self/exe"));
        _folder.Write("text.so", "INPUT(libx.so.1)");
        _folder.Write("bin/tool", "#!/bin/sh");
        _folder.Write("node_modules/x/prebuilds/darwin-arm64/x.node", [0xcf, 0xfa, 0xed, 0xfe, 0]);
        Assert.Null(ForeignFiles.HintFor(_folder.Path, Encoding.UTF8.GetBytes(DlopenError)));

        _folder.Write("x.dylib", [0xcf, 0xfa, 0xed, 0xfe, 0]);
        Assert.Null(ForeignFiles.HintFor(_folder.Path, """{"errorMessage":"boom"}"""u8.ToArray()));
        Assert.NotNull(ForeignFiles.HintFor(_folder.Path, Encoding.UTF8.GetBytes(DlopenError)));
    }

    [Fact]
    public void Of_many_a_few_are_named()
    {
        foreach (var name in (string[])["a.node", "b.node", "c.node", "d.node"])
        {
            _folder.Write(name, [0xcf, 0xfa, 0xed, 0xfe, 0]);
        }

        var hint = ForeignFiles.HintFor(_folder.Path, Encoding.UTF8.GetBytes(DlopenError));

        Assert.Contains("and more are for others", hint, StringComparison.Ordinal);
    }
}
