namespace Samlet.Credentials;

/// <summary>
/// A file of the AWS tools: `[section]`, `key = value`, and settings indented under a key that has no value, which get
/// the name `key.setting`. Read as the AWS CLI reads it: keys in lower case, comments only at the start of a line, a
/// deeper indented line goes on with the value above. Repeated sections are merged, repeated keys replaced.
/// </summary>
internal sealed class IniFile
{
    private readonly Dictionary<string, Dictionary<string, string>> _sections = [];
    private Dictionary<string, string>? _section;
    private string? _key;
    private int _indent;

    public IReadOnlyDictionary<string, Dictionary<string, string>> Sections => _sections;

    /// <summary>Empty when there is no such file.</summary>
    public static IniFile Read(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return new IniFile();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"cannot read `{path}`", "make it readable for you, or remove it", error);
        }
    }

    public static IniFile Parse(string text)
    {
        var file = new IniFile();
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            file.Add(line);
        }

        return file;
    }

    private void Add(ReadOnlySpan<char> line)
    {
        var content = line.Trim();
        if (content.IsEmpty || content[0] is '#' or ';')
        {
            return;
        }

        var indent = line.Length - line.TrimStart().Length;
        if (_key is not null && indent > _indent)
        {
            Continue(content);
            return;
        }

        _indent = indent;
        if (content[0] == '[')
        {
            Open(content);
        }
        else
        {
            Set(content);
        }
    }

    private void Open(ReadOnlySpan<char> line)
    {
        var end = line.LastIndexOf(']');
        var name = line[1..(end < 0 ? line.Length : end)].Trim().ToString();
        _key = null;
        if (!_sections.TryGetValue(name, out _section))
        {
            _sections[name] = _section = [];
        }
    }

    private void Set(ReadOnlySpan<char> line)
    {
        if (_section is not null && TrySplit(line, out var key, out var value))
        {
            _section[key] = value;
            _key = key;
        }
    }

    private void Continue(ReadOnlySpan<char> line)
    {
        var value = _section![_key!]; // A key is only remembered together with its section.
        if (value.Length > 0)
        {
            _section[_key!] = $"{value}\n{line}";
        }
        else if (TrySplit(line, out var key, out var nested))
        {
            _section[$"{_key}.{key}"] = nested;
        }
    }

    private static bool TrySplit(ReadOnlySpan<char> line, out string key, out string value)
    {
        var separator = line.IndexOfAny('=', ':');
        key = separator < 0 ? "" : line[..separator].TrimEnd().ToString().ToLowerInvariant();
        value = separator < 0 ? "" : line[(separator + 1)..].TrimStart().ToString();
        return key.Length > 0;
    }
}
