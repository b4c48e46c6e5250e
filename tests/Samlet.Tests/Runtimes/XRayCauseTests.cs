using System.Text;
using System.Text.Json;
using Samlet.Runtimes;

namespace Samlet.Tests.Runtimes;

public sealed class XRayCauseTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("""{"exceptions":[],"paths":[],"working_directory":"","message":""}""")]
    [InlineData("""{"exceptions":"x"}""")]
    public void What_names_nothing_is_no_cause(string? text) => Assert.Null(XRayCause.Read(text));

    [Theory]
    [InlineData("""{"exceptions":[{"message":"m","type":"T","stack":[{"path":"p","line":1,"label":"l"}]}]}""")]
    [InlineData("""{"working_directory":"/var/task"}""")]
    [InlineData("""{"paths":["a","b"]}""")]
    [InlineData("""{"message":"é"}""")]
    public void One_of_the_four_members_is_enough(string text) => Assert.Equal(text, XRayCause.Read(text));

    [Theory]
    [InlineData(80_000, 0.8)]
    [InlineData(100_000, 0.6)]
    [InlineData(300_000, 0.2)]
    public void More_than_64_KiB_loses_the_ends_of_its_arrays(int size, double share)
    {
        var paths = Enumerable.Repeat("\"0123456\"", size / 10).ToArray();
        var cropped = XRayCause.Read($$"""{"paths":[{{string.Join(',', paths)}}]}""")!;

        using var document = JsonDocument.Parse(cropped);
        Assert.Equal((int)(paths.Length * share), document.RootElement.GetProperty("paths").GetArrayLength());
        Assert.True(Encoding.UTF8.GetByteCount(cropped) <= 64 * 1024);
    }

    [Fact]
    public void What_stays_too_long_keeps_the_beginnings_of_its_texts()
    {
        var cropped = XRayCause.Read($$"""{"message":"{{new string('x', 70_000)}}","paths":["a"]}""")!;

        Assert.Equal($$"""{"message":"{{new string('x', 512)}}..."}""", cropped);
    }
}
