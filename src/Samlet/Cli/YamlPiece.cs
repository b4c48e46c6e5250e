using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Samlet.Cli;

/// <summary>A node of a YAML text as the piece of text it covers: what an editor needs and a reader drops.</summary>
internal sealed class YamlPiece
{
    private YamlPiece(ParsingEvent start, long end) => (Column, End) = ((int)start.Start.Column - 1, (int)end);

    /// <summary>From 0.</summary>
    public int Column { get; }

    /// <summary>The index behind the node. What has no closing sign ends where the next thing begins.</summary>
    public int End { get; }

    public string? Text { get; private init; }

    /// <summary>True for `{…}` and `[…]`.</summary>
    public bool IsFlow { get; private init; }

    public List<(YamlPiece Key, YamlPiece Value)> Entries { get; private init; } = [];

    private YamlPiece? Last { get; init; }

    /// <summary>The index behind the last visible character.</summary>
    public int FindContentEnd(string text)
    {
        var end = IsFlow || Last is null ? End : Last.FindContentEnd(text);
        return text.AsSpan(0, end).TrimEnd().Length;
    }

    public static YamlPiece Read(Parser parser)
    {
        var start = parser.Consume<ParsingEvent>();
        return start switch
        {
            Scalar scalar => new YamlPiece(scalar, scalar.End.Index) { Text = scalar.Value },
            MappingStart mapping => ReadMapping(parser, mapping),
            SequenceStart sequence => ReadSequence(parser, sequence),
            _ => new YamlPiece(start, start.End.Index),
        };
    }

    private static YamlPiece ReadMapping(Parser parser, MappingStart start)
    {
        List<(YamlPiece Key, YamlPiece Value)> entries = [];
        while (!parser.Accept<MappingEnd>(out _))
        {
            entries.Add((Read(parser), Read(parser)));
        }

        var isFlow = start.Style == MappingStyle.Flow;
        return new YamlPiece(start, EndOf(parser.Consume<MappingEnd>(), isFlow))
        {
            Entries = entries,
            IsFlow = isFlow,
            Last = entries.Count > 0 ? entries[^1].Value : null,
        };
    }

    private static YamlPiece ReadSequence(Parser parser, SequenceStart start)
    {
        YamlPiece? last = null;
        while (!parser.Accept<SequenceEnd>(out _))
        {
            last = Read(parser);
        }

        var isFlow = start.Style == SequenceStyle.Flow;
        return new YamlPiece(start, EndOf(parser.Consume<SequenceEnd>(), isFlow)) { IsFlow = isFlow, Last = last };
    }

    /// <summary>The parser places the end of a flow collection on its closing sign, not behind it.</summary>
    private static long EndOf(ParsingEvent end, bool isFlow) => end.Start.Index + (isFlow ? 1 : 0);
}
