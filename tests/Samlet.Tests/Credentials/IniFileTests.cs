using Samlet.Credentials;
using Samlet.Tests.Support;

namespace Samlet.Tests.Credentials;

public sealed class IniFileTests
{
    [Theory]
    [InlineData("key = value", "value")]
    [InlineData("key=value", "value")]
    [InlineData("key: value", "value")]
    [InlineData("KEY =  value  ", "value")]
    [InlineData("key = a=b", "a=b")]
    [InlineData("key =", "")]
    [InlineData("key = value # no comment", "value # no comment")]
    [InlineData("# key = no\n; key = no\n  # key = no\nkey = value", "value")]
    [InlineData("key = old\nkey = value", "value")]
    [InlineData("key = first\n  second\n\tthird", "first\nsecond\nthird")]
    [InlineData("key = value\r\nother = x\r\n", "value")]
    [InlineData("  key = value", "value")]
    [InlineData("  other = x\n  key = value\n    more\n  last = y", "value\nmore")]
    [InlineData("    other = x\n  key = value", "value")]
    [InlineData("no setting\nkey = value", "value")]
    public void A_setting_is_read_as_the_AWS_CLI_reads_it(string lines, string expected) =>
        Assert.Equal(expected, IniFile.Parse($"[s]\n{lines}").Sections["s"]["key"]);

    [Fact]
    public void Sections_of_one_name_are_merged()
    {
        var section = IniFile.Parse("[a]\nx = 1\ny = 1\n[b]\nx = 2\n[a] ; again\ny = 3\n").Sections["a"];

        Assert.Equal("1", section["x"]);
        Assert.Equal("3", section["y"]);
    }

    [Fact]
    public void Settings_indented_below_a_key_without_value_carry_its_name()
    {
        var section = IniFile.Parse("[services dev]\nsts =\n  endpoint_url = http://a\n  x = 1\ns3 =\n  endpoint_url = http://b").Sections["services dev"];

        Assert.Equal("http://a", section["sts.endpoint_url"]);
        Assert.Equal("1", section["sts.x"]);
        Assert.Equal("http://b", section["s3.endpoint_url"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("key = outside of any section")]
    [InlineData("[")]
    [InlineData("]")]
    [InlineData("= x")]
    public void What_makes_no_sense_is_passed_over(string text) =>
        Assert.All(IniFile.Parse(text).Sections.Values, Assert.Empty);

    [Fact]
    public void A_file_that_is_not_there_is_empty()
    {
        using var folder = new TempFolder();

        Assert.Empty(IniFile.Read(folder.PathOf("absent")).Sections);
        Assert.Empty(IniFile.Read(folder.PathOf("no/folder/either")).Sections);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_named()
    {
        using var folder = new TempFolder();

        var error = Assert.Throws<UserErrorException>(() => IniFile.Read(folder.Path));

        Assert.Contains(folder.Path, error.Message, StringComparison.Ordinal);
    }
}
