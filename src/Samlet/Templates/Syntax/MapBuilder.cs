using Samlet.Templates.Intrinsics;

namespace Samlet.Templates.Syntax;

/// <summary>Entries of a mapping as they are read: of repeated keys the last one counts, merges fill gaps.</summary>
internal sealed class MapBuilder(DiagnosticList diagnostics)
{
    // Below this many entries looking at each is faster than a dictionary.
    private const int Few = 8;

    private readonly List<MapEntry> _entries = [];
    private Dictionary<string, int>? _places;

    public void Add(MapEntry entry)
    {
        var place = PlaceOf(entry.Key);
        if (place < 0)
        {
            Append(entry);
            return;
        }

        diagnostics.Add(TemplateDiagnostics.DuplicateKey(entry.Key, _entries[place].KeyLocation, entry.KeyLocation));
        _entries[place] = entry;
    }

    /// <summary>Adds the entries of a merged mapping (`&lt;&lt;`) whose keys are not there yet.</summary>
    public void Merge(TemplateValue.Map merged)
    {
        foreach (var entry in merged.Entries)
        {
            if (PlaceOf(entry.Key) < 0)
            {
                Append(entry);
            }
        }
    }

    /// <summary>The mapping, or the intrinsic function that its only entry is.</summary>
    public TemplateValue Build(SourceLocation location) =>
        _entries is [var only] && IsIntrinsic(only.Key)
            ? new TemplateValue.Call(only.Key, only.Value) { Location = location }
            : BuildMap(location);

    public TemplateValue.Map BuildMap(SourceLocation location) => new(_entries.ToArray()) { Location = location };

    /// <summary>Makes the builder ready for another mapping.</summary>
    public void Clear()
    {
        _entries.Clear();
        _places = null;
    }

    // `Condition` is a call in conditions only: elsewhere it is a plain key. Loops stand among other keys.
    private static bool IsIntrinsic(string key) =>
        key == "Ref" || (key.StartsWith("Fn::", StringComparison.Ordinal) && !ForEach.IsLoop(key));

    private int PlaceOf(string key)
    {
        if (_places is not null)
        {
            return _places.GetValueOrDefault(key, -1);
        }

        for (var place = 0; place < _entries.Count; place++)
        {
            if (_entries[place].Key == key)
            {
                return place;
            }
        }

        return -1;
    }

    private void Append(MapEntry entry)
    {
        _entries.Add(entry);
        if (_places is not null)
        {
            _places.Add(entry.Key, _entries.Count - 1);
        }
        else if (_entries.Count > Few)
        {
            _places = new(StringComparer.Ordinal);
            for (var place = 0; place < _entries.Count; place++)
            {
                _places.Add(_entries[place].Key, place);
            }
        }
    }
}
