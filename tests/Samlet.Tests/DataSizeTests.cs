namespace Samlet.Tests;

public sealed class DataSizeTests
{
    [Theory]
    [InlineData("0", 0L)]
    [InlineData("123", 123L)]
    [InlineData("10GB", 10_000_000_000L)]
    [InlineData("10 gb", 10_000_000_000L)]
    [InlineData("1.5k", 1_500L)]
    [InlineData("512 MiB", 536_870_912L)]
    [InlineData("2T", 2_000_000_000_000L)]
    [InlineData("", null)]
    [InlineData("GB", null)]
    [InlineData("10 bits", null)]
    [InlineData("-1", null)]
    [InlineData("1,5GB", null)]
    [InlineData("99999999999TB", null)]
    public void Sizes_are_read_as_people_write_them(string text, long? bytes) =>
        Assert.Equal(bytes, DataSize.TryParse(text));

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1_000, "1.0 kB")]
    [InlineData(34_140_000, "34.1 MB")]
    [InlineData(12_345_000_000_000, "12345.0 GB")]
    public void Sizes_are_shown_in_the_largest_unit_that_fits(long bytes, string text) =>
        Assert.Equal(text, DataSize.Format(bytes));
}
