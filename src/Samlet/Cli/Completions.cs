namespace Samlet.Cli;

internal enum CompletionKind
{
    Words,
    Files,
    Folders,
}

/// <summary>What may stand at a place: words, or the names of files or folders, which the shell finds itself.</summary>
internal sealed record CompletionList(CompletionKind Kind, IReadOnlyList<(string Text, string Description)> Items)
{
    public static readonly CompletionList Empty = new(CompletionKind.Words, []);

    public CompletionList StartingWith(string beginning) =>
        this with { Items = [.. Items.Where(item => item.Text.StartsWith(beginning, StringComparison.Ordinal))] };
}

/// <summary>Finds what may stand in place of the last of some words, for every shell alike.</summary>
internal sealed class Completions(
    IReadOnlyList<CommandDefinition> commands,
    Func<IReadOnlyList<string>, IReadOnlyList<string>> listFunctions,
    CommandLineContext context)
{
    /// <summary>What may follow the word `runtime`.</summary>
    public IReadOnlyList<CommandDefinition> RuntimeCommands { get; init; } = [];

    /// <summary>`cut` are the words after the program's name; the last one is unfinished, perhaps empty.</summary>
    public CompletionList Find(IReadOnlyList<string> cut)
    {
        string[] joined = [.. Join(cut)];
        return joined switch
        {
            ["local", .. [_, ..] rest] => FindInGroup(CommandGroup.OfLocal(commands), rest),
            ["runtime", .. [_, ..] rest] => FindInGroup(CommandGroup.OfRuntime(RuntimeCommands), rest),
            _ => FindInGroup(CommandGroup.OfProgram(commands), joined),
        };
    }

    /// <summary>Bash cuts `--event=file` into three words; they are one.</summary>
    private static List<string> Join(IReadOnlyList<string> words)
    {
        List<string> joined = [];
        foreach (var word in words)
        {
            if (joined.Count > 0 && (word == "=" || IsCut(joined[^1], words)))
            {
                joined[^1] += word;
            }
            else
            {
                joined.Add(word);
            }
        }

        return joined;
    }

    private static bool IsCut(string before, IReadOnlyList<string> words) =>
        before.EndsWith('=') && words.Contains("=");

    private CompletionList FindInGroup(CommandGroup group, string[] words)
    {
        if (words is [var name, _, ..])
        {
            var command = group.Find(name);
            return command is null ? CompletionList.Empty : FindInCommand(command, words[1..^1], words[^1]);
        }

        var current = words.FirstOrDefault("");
        var commandsShown = group.Commands.Where(command => !command.IsHidden);
        var items = current.StartsWith('-')
            ? group.Options.Select(option => (option.Name, option.Description))
            : commandsShown.Select(command => (command.Name, command.Summary)).Concat(group.Groups);
        return new CompletionList(CompletionKind.Words, [.. items]).StartingWith(current);
    }

    private CompletionList FindInCommand(CommandDefinition command, string[] before, string current)
    {
        var options = command.AllOptions;
        var line = CommandLine.Parse(options, before);
        var name = CommandWords.NameOf(current);
        if (before.Contains("--"))
        {
            return FindArgument(command, line).StartingWith(current);
        }

        if (name.Length < current.Length && options.Find(name) is { IsFlag: false } given)
        {
            return ListValues(given).StartingWith(current[(name.Length + 1)..]);
        }

        if (before.Length > 0 && options.Find(before[^1]) is { IsFlag: false } waiting)
        {
            return ListValues(waiting).StartingWith(current);
        }

        return current.StartsWith('-')
            ? new CompletionList(CompletionKind.Words, [.. ListOptions(options, line)]).StartingWith(current)
            : FindArgument(command, line).StartingWith(current);
    }

    private static CompletionList ListValues(OptionDefinition option) => option.Kind switch
    {
        OptionKind.File => new CompletionList(CompletionKind.Files, []),
        OptionKind.Folder => new CompletionList(CompletionKind.Folders, []),
        _ => new CompletionList(CompletionKind.Words, [.. option.Choices().Select(choice => (choice, ""))]),
    };

    private static IEnumerable<(string, string)> ListOptions(IReadOnlyList<OptionDefinition> options, CommandLine line)
    {
        foreach (var option in options)
        {
            var isUsedUp = line.Find(option) is not null && !option.IsRepeatable;
            if (isUsedUp || option.IsHidden || option.Group == OptionGroup.Unsupported)
            {
                continue;
            }

            yield return (option.Name, option.Description);
            if (option.Negative is { } negative)
            {
                yield return (negative, option.Description);
            }
        }
    }

    private CompletionList FindArgument(CommandDefinition command, CommandLine line)
    {
        if (command.Argument is not { } argument || line.Arguments.Count > 0)
        {
            return CompletionList.Empty;
        }

        var words = argument.IsFunction
            ? listFunctions(new OptionValues(command, line, context).Texts(CommonOptions.Template))
            : argument.Choices;
        return new CompletionList(CompletionKind.Words, [.. words.Select(word => (word, ""))]);
    }
}
