namespace Samlet.Cli;

/// <summary>What the program does for each command, handed in by the composition.</summary>
internal sealed record CommandActions
{
    public required Func<InvokeOptions, CancellationToken, Task<ExitCode>> Invoke { get; init; }
}

/// <summary>Finds the command that the words name and runs it on its values. Usage faults end here, with exit 2.</summary>
internal static class RootCommands
{
    public static IReadOnlyList<CommandDefinition> Create(CommandActions actions) =>
        [InvokeCommand.Create(actions.Invoke)];

    public static Task<ExitCode> RunAsync(
        string[] words, CommandLineContext context, CommandActions actions, CancellationToken cancellationToken)
    {
        if (words is ["--version"])
        {
            context.Print(Version.Line);
            return Task.FromResult(ExitCode.Success);
        }

        var call = words is ["local", .. var rest]
            ? new CommandCall("samlet local", rest, [.. Create(actions).Where(command => command.IsLocal)])
            : new CommandCall("samlet", words, Create(actions));
        return RunAsync(call, context, cancellationToken);
    }

    private static async Task<ExitCode> RunAsync(
        CommandCall call, CommandLineContext context, CancellationToken cancellationToken)
    {
        try
        {
            var command = call.FindCommand();
            call = new CommandCall($"{call.Path} {command.Name}", call.Words[1..], []);
            var line = CommandLine.Parse(command.Options(), call.Words);
            return line.FindFaults(command.Argument) is [_, ..] faults
                ? Refuse(context, call.Path, faults)
                : await command.RunAsync(new OptionValues(line, context), cancellationToken);
        }
        catch (UserErrorException fault) when (fault.ExitCode == ExitCode.Usage)
        {
            return Refuse(context, call.Path, [fault]);
        }
    }

    private static ExitCode Refuse(CommandLineContext context, string path, IReadOnlyList<UserErrorException> faults)
    {
        foreach (var fault in faults)
        {
            context.Reporter.Error(fault.Message, fault.Hint);
        }

        context.Reporter.Line($"see `{path} --help`");
        return ExitCode.Usage;
    }

    private sealed record CommandCall(string Path, string[] Words, IReadOnlyList<CommandDefinition> Commands)
    {
        public CommandDefinition FindCommand()
        {
            if (Words is not [var name, ..])
            {
                throw UsageFault.MissingCommand(Commands);
            }

            return Commands.FirstOrDefault(command => command.Name == name) ?? throw UsageFault.UnknownCommand(
                name, Suggestions.Nearest(name, [.. Commands.Select(command => command.Name)]));
        }
    }
}
