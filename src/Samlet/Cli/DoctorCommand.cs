namespace Samlet.Cli;

/// <summary>What `samlet doctor` was told.</summary>
internal sealed record DoctorOptions
{
    public required TemplateSources Template { get; init; }

    public bool IsJson { get; init; }
}

/// <summary>`samlet doctor`: what functions have here, what is missing, and the command that gets it.</summary>
internal static class DoctorCommand
{
    private static readonly OptionDefinition Output = new(
        "--output", OptionKind.Choice, OptionGroup.Output, "`text` for people or `json` for programs")
    {
        ValueName = "FORMAT",
        Choices = () => ["text", "json"],
        Default = "text",
    };

    private static readonly OptionDefinition Json = new(
        "--json", OptionKind.Flag, OptionGroup.Output, "The same as `--output json`");

    public static CommandDefinition Create(Func<DoctorOptions, CancellationToken, Task<ExitCode>> run) =>
        new("doctor", "Look for what functions need here, and say how to get what is missing")
        {
            Description =
                "Looks at bubblewrap, interpreters, container engines, the cache, disks, ports, credentials, the template "
                + "and the configuration file of this folder. Changes nothing and asks no network.",
            ExitCodes =
            [
                ("0", "functions can run; what could be better is a `warn`"),
                ("1", "something is missing that they cannot run without: a `fail`"),
                ("2", "wrong usage of the command"),
            ],
            Examples =
            [
                new("Look at this computer and this project", "samlet doctor"),
                new("The same for a script", "samlet doctor --json | jq '.checks[] | select(.status != \"ok\")'"),
            ],
            Options = () => [Output, Json, CommonOptions.Template],
            RunAsync = (values, cancellationToken) => run(
                new DoctorOptions
                {
                    Template = CommonValues.ReadTemplate(values),
                    IsJson = values.Choice(Output) == "json" || values.Flag(Json),
                },
                cancellationToken),
        };
}
