using Samlet.Runtimes.Interpreters;
using Samlet.Tests.Support;

namespace Samlet.Tests.Runtimes.Interpreters;

public sealed class RealPathTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Links_are_followed_in_the_name_and_in_every_folder()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege there");
        var program = _folder.Write("Cellar/python/3.13.1/bin/python3.13", "");
        File.CreateSymbolicLink(_folder.PathOf("Cellar/python/3.13.1/bin/python3"), "python3.13");
        Directory.CreateSymbolicLink(_folder.PathOf("python@3.13"), "Cellar/python/3.13.1");
        File.CreateSymbolicLink(_folder.PathOf("python"), _folder.PathOf("python@3.13/bin/python3"));

        Assert.Equal(RealPath.Of(program), RealPath.Of(_folder.PathOf("python")));
        Assert.EndsWith("Cellar/python/3.13.1/bin/python3.13", RealPath.Of(program), StringComparison.Ordinal);
    }

    [Fact]
    public void A_circle_of_links_ends()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege there");
        File.CreateSymbolicLink(_folder.PathOf("a"), "b");
        File.CreateSymbolicLink(_folder.PathOf("b"), "a");

        Assert.StartsWith(RealPath.Of(_folder.Path), RealPath.Of(_folder.PathOf("a")), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_there_stays_as_it_is() =>
        Assert.Equal(Path.Join(RealPath.Of(_folder.Path), "no", "such"), RealPath.Of(_folder.PathOf("no/such")));
}
