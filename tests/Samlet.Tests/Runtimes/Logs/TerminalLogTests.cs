using Samlet.Runtimes.Logs;

namespace Samlet.Tests.Runtimes.Logs;

/// <summary>What a person sees on a terminal.</summary>
public sealed class TerminalLogTests : IDisposable
{
    private readonly LogSample _sample = new(isTerminal: true);

    public void Dispose() => _sample.Dispose();

    [Theory]
    [InlineData("a\rb\n", "a\nb\n")]
    [InlineData("a\r\nb\n", "a\nb\n")]
    [InlineData("\u00a0\u00a0x\n", "  x\n")]
    [InlineData("Â\u00a2\n", "Â\u00a2\n")]
    public void Records_of_several_lines_are_readable_in_whatever_pieces_they_come(string output, string expected)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(output);
        _sample.Log.Output.Receive(bytes);
        Assert.Equal(expected, _sample.Text);

        _sample.Log.Output.Receive("."u8);
        Assert.Equal(expected + ".", _sample.Text);
    }

    [Fact]
    public void A_pair_of_carriage_return_and_line_feed_in_two_pieces_is_one_line_end()
    {
        _sample.Print("a\r");
        _sample.Print("\nb\n");

        Assert.Equal("a\nb\n", _sample.Text);
    }

    [Fact]
    public void A_no_break_space_in_two_pieces_is_a_blank()
    {
        _sample.Log.Output.Receive([(byte)'a', 0xC2]);
        _sample.Log.Output.Receive([0xA0, (byte)'b', (byte)'\n']);

        Assert.Equal("a b\n", _sample.Text);
    }

    [Fact]
    public void Each_kind_of_line_has_one_colour_and_plain_output_none()
    {
        _sample.Log.Start(LogSample.Invocation());
        _sample.Print("plain\n");
        _sample.Log.Output.Receive(LogSample.Frame("info"));
        _sample.Log.Output.Receive(LogSample.Frame("warn", LogLevel.Warn));
        _sample.Log.Output.Receive(LogSample.Frame("error\rmore", LogLevel.Error));
        _sample.Log.Output.Receive(LogSample.Frame("[WARNING]\tw", LogLevel.Undefined));
        _sample.Log.ExtensionOutput().Receive("extension\n"u8);
        _sample.Log.Fault("id", "Error: e", "T");

        Assert.Equal(
            "\e[2mSTART RequestId: 8476a536-e9f4-11e8-9739-2dfe598c3fcd Version: $LATEST\e[0m\nplain\ninfo\n\e[33mwarn\e[0m\n"
            + "\e[31merror\nmore\e[0m\n\e[33m[WARNING]\tw\e[0m\n\e[36mextension\e[0m\n\e[31mRequestId: id Error: e\nT\e[0m\n",
            _sample.Text);
    }
}
