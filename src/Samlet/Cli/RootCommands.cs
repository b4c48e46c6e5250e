using Samlet.Functions;

namespace Samlet.Cli;

/// <summary>What the program does for each command, handed in by the composition.</summary>
internal sealed record CommandActions
{
    public required Func<InvokeOptions, CancellationToken, Task<ExitCode>> Invoke { get; init; }

    public required Func<DescribeOptions, CancellationToken, Task<ExitCode>> Describe { get; init; }

    public required Func<DebugConfigOptions, CancellationToken, Task<ExitCode>> DebugConfig { get; init; }

    public required Func<RuntimeInstallOptions, CancellationToken, Task<ExitCode>> InstallPackages { get; init; }

    public required Func<CancellationToken, Task<ExitCode>> ListPackages { get; init; }

    public required Func<RuntimeIdentifier, CancellationToken, Task<ExitCode>> RemovePackages { get; init; }

    public required Func<DoctorOptions, CancellationToken, Task<ExitCode>> Diagnose { get; init; }

    public required Func<CleanOptions, CancellationToken, Task<ExitCode>> Clean { get; init; }

    /// <summary>For `--info`: the runtimes whose interpreters are installed.</summary>
    public required Func<CancellationToken, Task<IReadOnlyList<FoundRuntime>>> FindRuntimes { get; init; }

    /// <summary>For completion: the functions of these templates, empty where they cannot be read.</summary>
    public Func<IReadOnlyList<string>, IReadOnlyList<string>> ListFunctions { get; init; } = _ => [];
}

/// <summary>Finds the command that the words name and runs it on its values. Usage faults end here.</summary>
internal static class RootCommands
{
    public static IReadOnlyList<CommandDefinition> Create(CommandActions actions, CommandLineContext context)
    {
        List<CommandDefinition> commands =
        [
            InvokeCommand.Create(actions.Invoke),
            DescribeCommand.Create(actions.Describe),
            DebugConfigCommand.Create(actions.DebugConfig),
            DoctorCommand.Create(actions.Diagnose),
            CleanCommand.Create(actions.Clean),
            CompletionCommand.Create(context),
        ];
        commands.Add(CompleteCommand.Create(CompletionsOf(commands, actions, context), context));
        return commands;
    }

    private static Completions CompletionsOf(
        IReadOnlyList<CommandDefinition> commands, CommandActions actions, CommandLineContext context) =>
        new(commands, actions.ListFunctions, context) { RuntimeCommands = RuntimeCommands.Create(actions) };

    public static Task<ExitCode> RunAsync(
        string[] words, CommandLineContext context, CommandActions actions, CancellationToken cancellationToken)
    {
        switch (words)
        {
            case ["--version", ..]:
                return Task.FromResult(Print($"{Version.Line}\n", context));
            case ["--info", ..]:
                return InfoCommand.RunAsync(actions.FindRuntimes, context, cancellationToken);
            case ["help", .. var rest]:
                return RunAsync([.. rest, "--help"], context, actions, cancellationToken);
            case ["local", .. var rest]:
                return RunAsync(CommandGroup.OfLocal(Create(actions, context)), rest, context, cancellationToken);
            case ["runtime", .. var rest]:
                var runtime = CommandGroup.OfRuntime(RuntimeCommands.Create(actions));
                return RunAsync(runtime, rest, context, cancellationToken);
            default:
                return RunAsync(CommandGroup.OfProgram(Create(actions, context)), words, context, cancellationToken);
        }
    }

    private static async Task<ExitCode> RunAsync(
        CommandGroup group, string[] words, CommandLineContext context, CancellationToken cancellationToken)
    {
        if (words is not [var name, .. var rest])
        {
            return Refuse(group.Path, [UsageFault.MissingCommand(group.Names)], context);
        }

        if (name is "-h" or "--help")
        {
            return Print(HelpPage.OfGroup(group), context);
        }

        return group.Find(name) is { } command
            ? await RunAsync(command, $"{group.Path} {name}", rest, context, cancellationToken)
            : Refuse(group.Path, [group.Unknown(name)], context);
    }

    private static async Task<ExitCode> RunAsync(
        CommandDefinition command,
        string path,
        string[] words,
        CommandLineContext context,
        CancellationToken cancellationToken)
    {
        try
        {
            var line = CommandLine.Parse(command.AllOptions, words);
            return CommandDefinition.AsksForHelp(line) ? Print(HelpPage.OfCommand(path, command), context)
                : line.FindFaults(command.Argument) is [_, ..] faults ? Refuse(path, faults, context)
                : await command.RunAsync(new OptionValues(command, line, context), cancellationToken);
        }
        catch (UserErrorException fault) when (fault.ExitCode == ExitCode.Usage)
        {
            return Refuse(path, [fault], context);
        }
    }

    private static ExitCode Print(string text, CommandLineContext context)
    {
        context.Print(text);
        return ExitCode.Success;
    }

    private static ExitCode Refuse(string path, IReadOnlyList<UserErrorException> faults, CommandLineContext context)
    {
        foreach (var fault in faults)
        {
            context.Reporter.Error(fault.Message, fault.Hint);
        }

        context.Reporter.Line($"see `{path} --help`");
        return ExitCode.Usage;
    }
}
