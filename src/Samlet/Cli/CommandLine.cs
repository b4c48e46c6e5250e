namespace Samlet.Cli;

/// <summary>
/// The words of one command, sorted into options and arguments by the rules people know from `sam`: both in any order,
/// `--option value`, `--option=value`, `-o value`, `-ovalue`, everything after `--` an argument. An option takes the
/// next word even if it begins with a dash, unless that word is itself an option of the command.
/// </summary>
internal sealed class CommandLine
{
    private readonly IReadOnlyList<OptionDefinition> _options;
    private readonly Dictionary<string, List<string>> _given = [];
    private readonly List<string> _arguments = [];
    private readonly List<UserErrorException> _faults = [];

    private CommandLine(IReadOnlyList<OptionDefinition> options) => _options = options;

    public IReadOnlyList<string> Arguments => _arguments;

    public static CommandLine Parse(IReadOnlyList<OptionDefinition> options, ReadOnlySpan<string> words)
    {
        CommandLine line = new(options);
        while (words.Length > 0)
        {
            words = words[0] == "--" ? line.TakeArguments(words[1..]) : line.TakeNext(words);
        }

        return line;
    }

    /// <summary>The words given for the option in order, `true` or `false` for a flag; null when it is absent.</summary>
    public IReadOnlyList<string>? Find(OptionDefinition option) => _given.GetValueOrDefault(option.Name);

    /// <summary>
    /// Every wrong option, so that two slips need one correction; else what is wrong with the arguments, which a wrong
    /// option would only have shifted.
    /// </summary>
    public IReadOnlyList<UserErrorException> FindFaults(ArgumentDefinition? argument)
    {
        var expected = argument is null ? 0 : 1;
        if (_faults.Count == 0 && _arguments.Count > expected)
        {
            return [UsageFault.ExtraArgument(_arguments[expected])];
        }

        return _faults.Count == 0 && _arguments.Count == 0 && argument is { IsRequired: true }
            ? [UsageFault.MissingArgument(argument)]
            : _faults;
    }

    private ReadOnlySpan<string> TakeArguments(ReadOnlySpan<string> words)
    {
        _arguments.AddRange(words);
        return [];
    }

    private ReadOnlySpan<string> TakeNext(ReadOnlySpan<string> words)
    {
        var word = words[0];
        if (!IsOptionLike(word))
        {
            _arguments.Add(word);
            return words[1..];
        }

        var (option, name, value) = Split(word);
        return option switch
        {
            null => TakeUnknown(words),
            { IsFlag: true } => TakeFlag(option, name, value, words),
            _ when value is not null => Take(option, value, words),
            { Kind: OptionKind.Words } => TakeWords(option, words),
            _ when words is [_, var next, ..] && FindOption(NameOf(next)) is null => Take(option, next, words[1..]),
            _ => Refuse(UsageFault.MissingValue(name, option.ValueName), words),
        };
    }

    private ReadOnlySpan<string> Take(OptionDefinition option, string value, ReadOnlySpan<string> words)
    {
        ValuesOf(option).Add(value);
        return words[1..];
    }

    private ReadOnlySpan<string> TakeFlag(
        OptionDefinition option, string name, string? value, ReadOnlySpan<string> words) =>
        value is null
            ? Take(option, name == option.Negative ? "false" : "true", words)
            : Refuse(UsageFault.UnexpectedValue(name, value), words);

    /// <summary>A word without `=` does not belong to the option: `sam` would have swallowed the function.</summary>
    private ReadOnlySpan<string> TakeWords(OptionDefinition option, ReadOnlySpan<string> words)
    {
        var values = ValuesOf(option);
        var rest = words[1..];
        for (; rest is [var word, ..] && !IsOptionLike(word); rest = rest[1..])
        {
            (ParameterOverrides.IsOverride(word, values) ? values : _arguments).Add(word);
        }

        if (values.Count == 0)
        {
            _faults.Add(UsageFault.MissingValue(words[0], option.ValueName));
        }

        return rest;
    }

    private ReadOnlySpan<string> TakeUnknown(ReadOnlySpan<string> words)
    {
        var name = NameOf(words[0]);
        var names = _options.Where(option => !option.IsHidden).SelectMany(option => option.Names);
        return Refuse(UsageFault.UnknownOption(name, Suggestions.Nearest(name, [.. names])), words);
    }

    private ReadOnlySpan<string> Refuse(UserErrorException fault, ReadOnlySpan<string> words)
    {
        _faults.Add(fault);
        return words[1..];
    }

    private List<string> ValuesOf(OptionDefinition option)
    {
        if (!_given.TryGetValue(option.Name, out var values))
        {
            _given[option.Name] = values = [];
        }

        return values;
    }

    /// <summary>The option a word names, the name as written, and the value that is part of the word.</summary>
    private (OptionDefinition? Option, string Name, string? Value) Split(string word)
    {
        var name = NameOf(word);
        if (FindOption(name) is { } option)
        {
            return (option, name, name.Length == word.Length ? null : word[(name.Length + 1)..]);
        }

        return word[1] != '-' && FindOption(word[..2]) is { } glued
            ? (glued, word[..2], word[2..])
            : (null, name, null);
    }

    private OptionDefinition? FindOption(string name)
    {
        foreach (var option in _options)
        {
            if (option.IsNamed(name))
            {
                return option;
            }
        }

        return null;
    }

    private static string NameOf(string word) =>
        word.IndexOf('=', StringComparison.Ordinal) is var end and >= 0 ? word[..end] : word;

    private static bool IsOptionLike(string word) => word.Length > 1 && word[0] == '-';
}
