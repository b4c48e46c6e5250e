using Samlet.Functions;

namespace Samlet.Cli;

/// <summary>What `samlet runtime install` was told.</summary>
internal sealed record RuntimeInstallOptions
{
    public required RuntimeIdentifier Runtime { get; init; }

    /// <summary>As npm, pip or gem takes them; without any, what the project imports, else the usual ones.</summary>
    public required IReadOnlyList<string> Packages { get; init; }

    public required TemplateSources Template { get; init; }

    public required EnvironmentOptions Environment { get; init; }
}

/// <summary>`samlet runtime`: packages that Lambda's managed runtimes carry and this computer may not.</summary>
internal static class RuntimeCommands
{
    private static readonly string[] InstallableLanguages = ["nodejs", "python", "ruby"];

    private static readonly ArgumentDefinition Runtime = new("RUNTIME", "`nodejs24.x`, `python3.14`, `ruby3.4`, ...")
    {
        IsRequired = true,
        Choices = [.. RuntimeIdentifier.All
            .Where(static runtime => InstallableLanguages.Contains(runtime.Language))
            .Select(static runtime => runtime.Name)],
    };

    public static IReadOnlyList<CommandDefinition> Create(CommandActions actions) =>
    [
        Install(actions.InstallPackages),
        new("list", "Show what is installed, and where")
        {
            RunAsync = (_, cancellationToken) => actions.ListPackages(cancellationToken),
        },
        new("remove", "Delete what was installed for a runtime")
        {
            Argument = Runtime,
            RunAsync = (values, cancellationToken) =>
                actions.RemovePackages(RuntimeIdentifier.Parse(values.Arguments[0]), cancellationToken),
        },
    ];

    private static CommandDefinition Install(Func<RuntimeInstallOptions, CancellationToken, Task<ExitCode>> run) =>
        new("install", "Install packages that the runtime carries on Lambda")
        {
            Description =
                "Installs packages that Lambda's runtime carries (boto3, @aws-sdk clients, aws-sdk gems) into Samlet's "
                + "cache, with your own npm, pip or gem and their configuration. Functions find them behind their own, "
                + "as on Lambda. Without names it takes what the functions of the template import, else the SDK or "
                + "its usual clients; names add to what is installed.",
            ExitCodes =
            [
                ("0", "they are installed, or the runtime needs none"),
                ("1", "a name is not one of the runtime's packages, or the tool has failed; nothing has changed"),
                ("2", "wrong usage of the command"),
            ],
            Examples =
            [
                new("What this project's functions import", "samlet runtime install nodejs24.x"),
                new("One more client", "samlet runtime install nodejs24.x @aws-sdk/client-sqs"),
                new("boto3 with all that belongs to it", "samlet runtime install python3.14"),
            ],
            Argument = Runtime with
            {
                Description = "`nodejs24.x`, `python3.14`, `ruby3.4`, ...; behind it names of packages",
                IsRepeatable = true,
                Following = "PACKAGE",
            },
            Options = () =>
            [
                CommonOptions.Template, CommonOptions.ParameterOverrides, CommonOptions.Region, CommonOptions.Profile,
            ],
            RunAsync = (values, cancellationToken) => run(Read(values), cancellationToken),
        };

    private static RuntimeInstallOptions Read(OptionValues values) => new()
    {
        Runtime = RuntimeIdentifier.Parse(values.Arguments[0]),
        Packages = [.. values.Arguments.Skip(1)],
        Template = CommonValues.ReadTemplate(values),
        Environment = CommonValues.ReadEnvironment(values),
    };
}
