using System.Text;
using Samlet.Runtimes.Logs;

namespace Samlet.Tests.Runtimes.Logs;

public sealed class LineSplitterTests
{
    private readonly List<string> _lines = [];
    private readonly LineSplitter _splitter;

    public LineSplitterTests() => _splitter = new LineSplitter(line => _lines.Add(Encoding.UTF8.GetString(line)));

    [Fact]
    [Trait("Vector", "V38")]
    public void A_line_is_an_event_and_a_carriage_return_does_not_end_one()
    {
        _splitter.Add("a\nb\nc\rd\n"u8);

        Assert.Equal(["a", "b", "c\rd"], _lines);
    }

    [Fact]
    public void A_line_may_come_in_pieces_and_end_without_a_line_end()
    {
        _splitter.Add("fi"u8);
        _splitter.Add("rst\n\nsec"u8);
        _splitter.Add("ond"u8);
        Assert.Equal(["first", ""], _lines);

        _splitter.Flush();
        _splitter.Flush();

        Assert.Equal(["first", "", "second"], _lines);
    }

    [Fact]
    public void A_line_longer_than_an_event_may_be_becomes_several()
    {
        _splitter.Add(Encoding.UTF8.GetBytes(new string('x', (2 * LineSplitter.LongestEvent) + 3) + "\n"));

        Assert.Equal([LineSplitter.LongestEvent, LineSplitter.LongestEvent, 3], _lines.Select(line => line.Length));
    }
}
