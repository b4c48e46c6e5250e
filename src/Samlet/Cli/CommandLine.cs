using System.CommandLine;
using System.CommandLine.Parsing;

namespace Samlet.Cli;

/// <summary>
/// The words of one command, bound by System.CommandLine to the options that a table declares. What it lets pass is
/// refused here: an unknown option bound to the argument or to an option with many words, and an option that lacks its
/// value in one of several places.
/// </summary>
internal sealed class CommandLine
{
    // The parser drops a first word that equals the name of its command, so it always gets one.
    private const string Name = "samlet";
    private readonly IReadOnlyList<OptionDefinition> _options;
    private readonly Dictionary<string, List<string>> _given = [];
    private readonly List<string> _arguments = [];
    private readonly List<UserErrorException> _faults = [];

    private CommandLine(IReadOnlyList<OptionDefinition> options) => _options = options;

    public IReadOnlyList<string> Arguments => _arguments;

    public static CommandLine Parse(IReadOnlyList<OptionDefinition> options, ReadOnlySpan<string> words)
    {
        CommandLine line = new(options);
        var end = words.IndexOf("--");
        line.Bind(words[..(end < 0 ? words.Length : end)]);
        line._arguments.AddRange(end < 0 ? [] : words[(end + 1)..]);
        return line;
    }

    /// <summary>The words given for the option, `true` or `false` for a flag; null when it is absent.</summary>
    public IReadOnlyList<string>? Find(OptionDefinition option) => _given.GetValueOrDefault(option.Name);

    /// <summary>
    /// Every wrong option, so that two slips need one correction; else what is wrong with the arguments, which a wrong
    /// option would only have shifted.
    /// </summary>
    public IReadOnlyList<UserErrorException> FindFaults(ArgumentDefinition? argument)
    {
        var expected = argument switch { null => 0, { IsRepeatable: true } => int.MaxValue, _ => 1 };
        if (_faults.Count == 0 && _arguments.Count > expected)
        {
            return [UsageFault.ExtraArgument(_arguments[expected])];
        }

        return _faults.Count == 0 && _arguments.Count == 0 && argument is { IsRequired: true }
            ? [UsageFault.MissingArgument(argument)]
            : _faults;
    }

    private void Bind(ReadOnlySpan<string> words)
    {
        Argument<string[]> arguments = new("arguments") { Arity = ArgumentArity.ZeroOrMore };
        Command command = new(Name) { arguments };
        foreach (var option in _options)
        {
            command.Options.Add(option.ToSymbol());
        }

        ParserConfiguration configuration = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };
        var result = command.Parse([Name, .. CommandWords.Prepare(words, _options)], configuration);
        TakeArguments(result.GetResult(arguments)?.Tokens ?? []);
        foreach (var child in result.CommandResult.Children)
        {
            if (child is OptionResult { Implicit: false } option)
            {
                Take(option, result.Tokens);
            }
        }
    }

    private void Take(OptionResult result, IReadOnlyList<Token> tokens)
    {
        var option = _options.Find(result.Option.Name)!; // Every symbol comes from the table.
        _given[option.Name] = option.Kind switch
        {
            OptionKind.Flag => [IsLast(option.Negative, option, tokens) ? "false" : "true"],
            OptionKind.Words => TakeWords(result.Tokens),
            _ => [.. result.Tokens.Select(token => token.Value)],
        };
        var expected = option.Kind is OptionKind.Flag or OptionKind.Words ? 1 : result.IdentifierTokenCount;
        if (_given[option.Name].Count < expected)
        {
            var name = result.IdentifierToken!.Value; // Null only if implicit.
            _faults.Add(UsageFault.MissingValue(name, option.ValueName));
        }
    }

    private static bool IsLast(string? name, OptionDefinition option, IReadOnlyList<Token> tokens) =>
        tokens.Last(token => option.IsNamed(token.Value)).Value == name;

    /// <summary>A word without `=` does not belong to the option: `sam` would have swallowed the function.</summary>
    private List<string> TakeWords(IReadOnlyList<Token> tokens)
    {
        List<string> values = [];
        foreach (var token in tokens)
        {
            if (ParameterOverrides.IsOverride(token.Value, values))
            {
                values.Add(token.Value);
            }
            else
            {
                TakeArguments([token]);
            }
        }

        return values;
    }

    private void TakeArguments(IReadOnlyList<Token> tokens)
    {
        foreach (var token in tokens)
        {
            if (CommandWords.IsOptionLike(token.Value))
            {
                _faults.Add(UnknownOption(CommandWords.NameOf(token.Value)));
            }
            else
            {
                _arguments.Add(token.Value);
            }
        }
    }

    private UserErrorException UnknownOption(string name)
    {
        var names = _options.Where(option => !option.IsHidden).SelectMany(option => option.Names);
        return UsageFault.UnknownOption(name, Suggestions.Nearest(name, [.. names]));
    }
}
