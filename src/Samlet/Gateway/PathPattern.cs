namespace Samlet.Gateway;

/// <summary>
/// The path of a route as a pattern: `{id}` stands for one segment, `{rest+}` at the end for one or more characters
/// with slashes, `$default` for everything. It compares by what wins where several match: the more exact one is less.
/// </summary>
internal sealed class PathPattern : IComparable<PathPattern>
{
    private readonly Segment[] _segments;

    private PathPattern(string text, Segment[] segments) => (Text, _segments) = (text, segments);

    private enum SegmentKind
    {
        Literal,
        Parameter,
        Greedy,
    }

    public string Text { get; }

    public static PathPattern Parse(string text)
    {
        if (text == Route.DefaultPath)
        {
            return new PathPattern(text, []);
        }

        var parts = text.TrimStart('/').Split('/');
        var segments = new Segment[parts.Length];
        for (var index = 0; index < parts.Length; index++)
        {
            segments[index] = ParseSegment(parts[index], isLast: index == parts.Length - 1);
        }

        return new PathPattern(text, segments);
    }

    /// <summary>
    /// The values of the parameters as they stand in `path`, or null when it does not match. `path` starts with a slash
    /// and has no query; a slash at its end counts as an empty segment.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, string>>? Match(string path)
    {
        List<KeyValuePair<string, string>> values = [];
        var rest = path.AsSpan(path.StartsWith('/') ? 1 : 0);
        for (var index = 0; index < _segments.Length; index++)
        {
            var segment = _segments[index];
            var isLast = index == _segments.Length - 1;
            var end = segment.Kind == SegmentKind.Greedy ? -1 : rest.IndexOf('/');
            if (end < 0 != isLast || !segment.Take(end < 0 ? rest : rest[..end], values))
            {
                return null;
            }

            rest = end < 0 ? [] : rest[(end + 1)..];
        }

        return values;
    }

    public int CompareTo(PathPattern? other)
    {
        if (other is null)
        {
            return 1;
        }

        for (var index = 0; index < Math.Min(_segments.Length, other._segments.Length); index++)
        {
            var order = _segments[index].Kind.CompareTo(other._segments[index].Kind);
            if (order != 0)
            {
                return order;
            }
        }

        return other._segments.Length.CompareTo(_segments.Length);
    }

    private static Segment ParseSegment(string part, bool isLast) => part switch
    {
        ['{', .. var name, '+', '}'] when isLast => new Segment(SegmentKind.Greedy, name),
        ['{', .. var name, '}'] => new Segment(SegmentKind.Parameter, name.TrimEnd('+')),
        _ => new Segment(SegmentKind.Literal, part),
    };

    private readonly record struct Segment(SegmentKind Kind, string Name)
    {
        public bool Take(ReadOnlySpan<char> text, List<KeyValuePair<string, string>> values)
        {
            if (Kind == SegmentKind.Literal)
            {
                return text.SequenceEqual(Name);
            }

            values.Add(new(Name, text.ToString()));
            return text.Length > 0;
        }
    }
}
