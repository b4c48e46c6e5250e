using System.Text;
using Samlet.Runtimes.Logs;

namespace Samlet.Tests.Runtimes.Logs;

public sealed class FrameReaderTests : IFrameReceiver
{
    private readonly StringBuilder _seen = new();
    private readonly FrameReader _reader;

    public FrameReaderTests() => _reader = new FrameReader(this);

    void IFrameReceiver.TakeBytes(ReadOnlySpan<byte> bytes) => _seen.Append(Encoding.Latin1.GetString(bytes));

    void IFrameReceiver.TakeFrame(LogLevel level, DateTimeOffset time, ReadOnlySpan<byte> text) => _seen.Append(
        System.Globalization.CultureInfo.InvariantCulture, $"<{level} {time.UtcDateTime:HH:mm:ss.ffffff} {Encoding.UTF8.GetString(text)}>");

    [Fact]
    public void Frames_are_found_among_other_output_and_keep_their_place()
    {
        _reader.Add([.. "a"u8, .. LogSample.Frame("one\ntwo"), .. "b\n"u8, .. LogSample.Frame("", LogLevel.Fatal), .. "c"u8]);

        Assert.Equal("a<Info 10:00:00.123456 one\ntwo>b\n<Fatal 10:00:00.123456 >c", _seen.ToString());
    }

    [Fact]
    public void A_frame_may_come_in_any_pieces()
    {
        byte[] output = [.. "a"u8, .. LogSample.Frame("Grüße", LogLevel.Warn, isText: false), .. "b"u8];

        for (var size = 1; size <= output.Length; size++)
        {
            _ = _seen.Clear();
            foreach (var piece in output.Chunk(size))
            {
                _reader.Add(piece);
            }

            _reader.Flush();
            Assert.Equal("a<Warn 10:00:00.123456 Grüße>b", _seen.ToString());
        }
    }

    [Theory]
    [InlineData(0xa5)]
    [InlineData(0xa5, 0x5a, 0x00)]
    [InlineData(0xa5, 0x5a, 0x00, 0x0f, 0, 0, 0, 1)]
    [InlineData(0xa5, 0x5a, 0x00, 0x00, 0, 0, 0, 1, 0, 6, 0x20, 0, 0, 0, 0, 0, 0x41)]
    [InlineData(0xa5, 0x5a, 0x00, 0x0f, 0x7f, 0, 0, 1, 0, 6, 0x20, 0, 0, 0, 0, 0, 0x41)]
    [InlineData(0xa5, 0x5a, 0x00, 0x0f, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0x41)]
    [InlineData(0xa5, 0xa5, 0x5a, 0x41, 0xa5)]
    public void Bytes_that_only_begin_like_a_frame_pass_untouched(params int[] bytes)
    {
        byte[] output = [.. bytes.Select(number => (byte)number)];
        foreach (var piece in output)
        {
            _reader.Add([piece]);
        }

        _reader.Flush();
        Assert.Equal(Encoding.Latin1.GetString(output), _seen.ToString());
    }

    [Fact]
    public void What_a_killed_process_has_written_of_a_frame_is_not_lost()
    {
        _reader.Add(LogSample.Frame("half a message").AsSpan()[..^8]);
        _reader.Flush();
        Assert.Equal("", _seen.ToString());

        _reader.End();
        _reader.Add("next"u8);

        Assert.Equal("<Info 10:00:00.123456 half a>next", _seen.ToString());
    }
}
