using Samlet.Templates;

namespace Samlet.Cli;

/// <summary>
/// Collects `--parameter-overrides` from the command line, the configuration file and the files they name; what comes
/// later wins.
/// </summary>
internal sealed class ParameterOverrides(CommandLineContext context)
{
    private const string IncludeKey = "$include";
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly List<string> _openFiles = [];

    public IReadOnlyDictionary<string, string> Values => _values;

    /// <summary>Whether a word after the option belongs to it; `before` are the words taken so far.</summary>
    public static bool IsOverride(string word, IReadOnlyList<string> before) =>
        word.Contains('=', StringComparison.Ordinal)
        || word.StartsWith(ParameterOverrideScanner.FileLabel, StringComparison.Ordinal)
        || (before.Count > 0 && IsOpen(before[^1]));

    public void Add(IReadOnlyList<string> words)
    {
        foreach (var text in JoinOpen(words))
        {
            Add(text, $"`{CommonOptions.ParameterOverrides.Name}`", "");
        }
    }

    /// <summary>A map of parameters, a text in the forms of the command line, or a list of both.</summary>
    public void Add(TemplateValue value) => Add(value, "");

    private void Add(TemplateValue value, string folder)
    {
        switch (value)
        {
            case TemplateValue.List list:
                foreach (var item in list.Items)
                {
                    Add(item, folder);
                }

                break;
            case TemplateValue.Map map:
                AddEntries(map, folder);
                break;
            case TemplateValue.Text text:
                Add(text.Value, value.Location.ToString(), folder);
                break;
            case TemplateValue.Null:
                break;
            default:
                throw UsageFault.UnreadableOverride(value.Location.ToString(), value.AsText() ?? "this");
        }
    }

    private void AddEntries(TemplateValue.Map map, string folder)
    {
        foreach (var (key, _, value) in map.Entries)
        {
            if (key == IncludeKey)
            {
                AddIncluded(value, folder);
            }
            else
            {
                _values[key] = TextOf(value) ?? throw UsageFault.UnreadableOverride(value.Location.ToString(), key);
            }
        }
    }

    private void AddIncluded(TemplateValue value, string folder)
    {
        foreach (var item in value is TemplateValue.List list ? list.Items : [value])
        {
            var name = (item as TemplateValue.Text)?.Value
                ?? throw UsageFault.UnreadableOverride(item.Location.ToString(), IncludeKey);
            var isLabelled = name.StartsWith(ParameterOverrideScanner.FileLabel, StringComparison.Ordinal);
            var path = isLabelled ? name[ParameterOverrideScanner.FileLabel.Length..] : name;
            AddFile(path, item.Location.ToString(), folder);
        }
    }

    /// <summary>As a parameter has it: nothing is the empty text, a list is joined by commas.</summary>
    private static string? TextOf(TemplateValue value) => value switch
    {
        TemplateValue.Null => "",
        TemplateValue.List list => JoinTexts([.. list.Items.Select(item => item.AsText())]),
        _ => value.AsText(),
    };

    private static string? JoinTexts(string?[] texts) => texts.Contains(null) ? null : string.Join(',', texts);

    private void Add(string text, string source, string folder)
    {
        ParameterOverrideScanner scanner = new(text);
        while (scanner.Read())
        {
            if (scanner.IsFile)
            {
                AddFile(scanner.Value, source, folder);
            }
            else
            {
                _values[scanner.Key] = scanner.Value;
            }
        }

        if (scanner.Unreadable is { } rest)
        {
            throw UsageFault.UnreadableOverride(source, rest);
        }
    }

    /// <summary>`folder` is that of the file the name stands in, or empty for the working folder.</summary>
    private void AddFile(string name, string source, string folder)
    {
        var shown = Path.Combine(folder, name);
        var path = Path.GetFullPath(Path.Combine(context.WorkingFolder, shown));
        if (_openFiles.Contains(path))
        {
            throw new UserErrorException($"`{shown}` includes itself", $"{source} names it again");
        }

        if (!File.Exists(path))
        {
            throw UsageFault.MissingFile(source, shown);
        }

        _openFiles.Add(path);
        Add(DataFile.Read(shown, path, context.Reporter), Path.GetDirectoryName(shown) ?? "");
        _openFiles.RemoveAt(_openFiles.Count - 1);
    }

    /// <summary>A shell that was told `Key=\"a b\"` hands over two words; they are one value.</summary>
    private static List<string> JoinOpen(IReadOnlyList<string> words)
    {
        List<string> texts = [];
        foreach (var word in words)
        {
            if (texts.Count > 0 && IsOpen(texts[^1]))
            {
                texts[^1] = $"{texts[^1]} {word}";
            }
            else
            {
                texts.Add(word);
            }
        }

        return texts;
    }

    private static bool IsOpen(string text)
    {
        ParameterOverrideScanner scanner = new(text);
        while (scanner.Read())
        {
        }

        return scanner.IsOpen;
    }
}
