namespace Samlet.Cli;

/// <summary>The program itself, or `samlet local`: what may follow its name.</summary>
internal sealed record CommandGroup(
    string Path, IReadOnlyList<CommandDefinition> Commands, IReadOnlyList<OptionDefinition> Options)
{
    private static readonly OptionDefinition Help =
        new("--help", OptionKind.Flag, OptionGroup.General, "This page, or that of a command") { Aliases = ["-h"] };

    private static readonly OptionDefinition[] ProgramOptions =
    [
        new("--version", OptionKind.Flag, OptionGroup.General, "Version, kind of code and framework"),
        new("--info", OptionKind.Flag, OptionGroup.General, "The same as JSON, with the runtimes found"),
        Help,
    ];

    /// <summary>Groups below this one, by their last word.</summary>
    public IReadOnlyList<(string Name, string Summary)> Groups { get; init; } = [];

    public IReadOnlyList<string> Names =>
        [.. Commands.Where(command => !command.IsHidden).Select(command => command.Name)];

    public static CommandGroup OfProgram(IReadOnlyList<CommandDefinition> commands) =>
        new("samlet", commands, ProgramOptions)
        {
            Groups =
            [
                ("local", "The commands of `sam local`"),
                ("runtime", "Install what Lambda's runtimes carry, such as boto3 and @aws-sdk"),
            ],
        };

    public static CommandGroup OfLocal(IReadOnlyList<CommandDefinition> commands) =>
        new("samlet local", [.. commands.Where(command => command.IsLocal)], [Help]);

    public static CommandGroup OfRuntime(IReadOnlyList<CommandDefinition> commands) =>
        new("samlet runtime", commands, [Help]);

    public CommandDefinition? Find(string name) => Commands.FirstOrDefault(command => command.Name == name);

    public UserErrorException Unknown(string word) => CommandWords.IsOptionLike(word)
        ? UsageFault.UnknownOption(word, Suggestions.Nearest(word, [.. Options.SelectMany(option => option.Names)]))
        : UsageFault.UnknownCommand(word, Suggestions.Nearest(word, [.. Names, .. Groups.Select(group => group.Name)]));
}
