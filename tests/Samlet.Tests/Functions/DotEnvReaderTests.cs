using Samlet.Functions;

namespace Samlet.Tests.Functions;

/// <summary>The expected values are those of python-dotenv.</summary>
public sealed class DotEnvReaderTests
{
    [Theory]
    [InlineData("A=1", "A=1")]
    [InlineData("A= # c", "A=# c")]
    [InlineData("A=#x", "A=#x")]
    [InlineData("A=x #y", "A=x")]
    [InlineData("A=x\t# y", "A=x")]
    [InlineData("A=x#y", "A=x#y")]
    [InlineData("A=q uoted", "A=q uoted")]
    [InlineData("export A = 1", "A=1")]
    [InlineData("export  A=1 \t", "A=1")]
    [InlineData("export=5", "export=5")]
    [InlineData("export", "export=")]
    [InlineData("A", "A=")]
    [InlineData("A=", "A=")]
    [InlineData("A==b", "A==b")]
    [InlineData("A=$B", "A=$B")]
    [InlineData("A.b-c=1", "A.b-c=1")]
    [InlineData("é=1", "é=1")]
    [InlineData("#c\n\n A=1", "A=1")]
    [InlineData("  A=1\n'k y'=3", "A=1|k y=3")]
    [InlineData("A=1\r\nB=2\r\n", "A=1|B=2")]
    [InlineData("A=1\nA=2", "A=2")]
    [InlineData("A=\u00a0x", "A=x")]
    [InlineData("A=\"x y\" # c", "A=x y")]
    [InlineData("A=\"a\\nb\\t\\\"\\\\\\x\"", "A=a\nb\t\"\\\\x")]
    [InlineData("A='a\\nb'", "A=a\\nb")]
    [InlineData("A='it\\'s'", "A=it's")]
    [InlineData("A='multi\nline' # c\nB=1", "A=multi\nline|B=1")]
    [InlineData("A='C:\\dir\\'", "A=C:\\dir\\")]
    [InlineData("A=\"C:\\dir\\\"\nB=1", "A=C:\\dir\\|B=1")]
    public void A_line_gives_its_variable(string text, string expected)
    {
        var reader = Reader(text);

        Assert.Equal(expected, Join(reader.Read()));
        Assert.Empty(reader.BadLines);
    }

    [Theory]
    [InlineData("A=${B}", "A=")]
    [InlineData("A=${B:-d}", "A=d")]
    [InlineData("A=${B:-}x", "A=x")]
    [InlineData("A=${SHELLNAME}", "A=from the shell")]
    [InlineData("A=${SHELLNAME:-d}", "A=from the shell")]
    [InlineData("A='${SHELLNAME}'", "A=from the shell")]
    [InlineData("SHELLNAME=file\nA=${SHELLNAME}", "SHELLNAME=file|A=file")]
    [InlineData("A=${A}x\nA=${A}y", "A=xy")]
    [InlineData("A=x${EMPTY:-d}y", "A=xy")]
    [InlineData("A=1\nB=-${A}-${A}-", "A=1|B=-1-1-")]
    [InlineData("A=${X", "A=${X")]
    [InlineData("A=${X:y}", "A=${X:y}")]
    [InlineData("A=${X:y${SHELLNAME}z", "A=${X:yfrom the shellz")]
    public void References_are_replaced_by_the_file_then_by_the_shell(string text, string expected) =>
        Assert.Equal(expected, Join(Reader(text).Read()));

    [Theory]
    [InlineData("hello world\nB=2", "B=2", 1)]
    [InlineData("A=\"x\" y\nB=1", "B=1", 1)]
    [InlineData("A=1\n=x\nB=1", "A=1|B=1", 2)]
    [InlineData("A=1\n\nA: 1\n", "A=1", 3)]
    [InlineData("A=\"never closed\nB=1", "B=1", 1)]
    [InlineData("'never closed=1\nB=1", "B=1", 1)]
    public void A_line_that_is_no_variable_is_left_out_and_named(string text, string expected, int line)
    {
        var reader = Reader(text);

        Assert.Equal(expected, Join(reader.Read()));
        Assert.Equal([line], reader.BadLines);
    }

    private static DotEnvReader Reader(string text) =>
        new(text, new HostEnvironment([new("SHELLNAME", "from the shell"), new("EMPTY", "")], "/home/me"));

    private static string Join(IReadOnlyList<KeyValuePair<string, string>> variables) =>
        string.Join('|', variables.Select(variable => $"{variable.Key}={variable.Value}"));
}
