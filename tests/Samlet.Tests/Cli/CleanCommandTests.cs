using Samlet.Caches;

namespace Samlet.Tests.Cli;

public sealed class CleanCommandTests
{
    [Theory]
    [InlineData("", "Code Layers Images Runtimes")]
    [InlineData("images", "Images")]
    [InlineData("packages code", "Code Packages")]
    [InlineData("all", "Code Layers Images Runtimes Packages")]
    public async Task Packages_go_only_when_they_are_asked_for(string words, string groups)
    {
        var run = await CommandLineRun.Of(["clean", .. words.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Equal(groups, string.Join(' ', run.Cleaned!.Groups));
        Assert.False(run.Cleaned.IsDryRun);
    }

    [Fact]
    public async Task Several_kinds_can_be_named() => Assert.Contains(
        "samlet clean [KIND...] [OPTIONS]", (await CommandLineRun.Of("clean", "--help")).Output, StringComparison.Ordinal);

    [Theory]
    [InlineData("30d", 30 * 24 * 60)]
    [InlineData("12h", 12 * 60)]
    [InlineData("2w", 14 * 24 * 60)]
    [InlineData("5m", 5)]
    public async Task An_age_has_a_unit(string text, int minutes)
    {
        var run = await CommandLineRun.Of("clean", "--older-than", text, "--dry-run");

        Assert.Equal(TimeSpan.FromMinutes(minutes), run.Cleaned!.OlderThan);
        Assert.True(run.Cleaned.IsDryRun);
    }

    [Theory]
    [InlineData("30")]
    [InlineData("d")]
    [InlineData("-1d")]
    [InlineData("1.5d")]
    [InlineData("1 day")]
    [InlineData("99999d")]
    public async Task Another_text_is_no_age(string text)
    {
        var run = await CommandLineRun.Of("clean", $"--older-than={text}");

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains($"`--older-than` cannot be `{text}`", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_kind_is_refused_with_the_nearest_one()
    {
        var run = await CommandLineRun.Of("clean", "image");

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("did you mean `images`?", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5GB", 5_000_000_000)]
    [InlineData("0", long.MaxValue)]
    public async Task The_size_of_the_cache_is_an_option_and_a_variable(string text, long bytes)
    {
        var option = await CommandLineRun.Invoke("--cache-size", text);
        var variable = await CommandLineRun.Of(["invoke"], new() { ["SAMLET_CACHE_SIZE"] = text }, "/nowhere");

        Assert.Equal(bytes, option.Options!.Runtime.CacheLimitBytes);
        Assert.Equal(bytes, variable.Options!.Runtime.CacheLimitBytes);
        Assert.Equal(CacheLimit.UsualBytes, (await CommandLineRun.Invoke()).Options!.Runtime.CacheLimitBytes);
    }

    [Fact]
    public async Task A_size_that_is_none_is_refused()
    {
        var run = await CommandLineRun.Invoke("--cache-size", "much");

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("`--cache-size` cannot be `much`", run.Error, StringComparison.Ordinal);
    }
}
