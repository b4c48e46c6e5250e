namespace Samlet.Cli;

/// <summary>What `samlet describe` was told.</summary>
internal sealed record DescribeOptions
{
    /// <summary>Any name of a function; null describes everything.</summary>
    public string? Function { get; init; }

    public required TemplateSources Template { get; init; }

    public required EnvironmentOptions Environment { get; init; }

    /// <summary>Where published layers are kept, as given; null for Samlet's cache.</summary>
    public string? LayerFolder { get; init; }

    public bool IsJson { get; init; }

    /// <summary>The variables that Lambda adds are listed too.</summary>
    public bool ShowsAll { get; init; }

    /// <summary>Instead of the description, a values file to fill in.</summary>
    public bool PrintsValues { get; init; }
}

/// <summary>`samlet describe`: what Samlet made of the templates, for people and as JSON.</summary>
internal static class DescribeCommand
{
    private static readonly OptionDefinition Output = new(
        "--output", OptionKind.Choice, OptionGroup.Output, "`text` for people or `json` for programs")
    {
        ValueName = "FORMAT",
        Choices = () => ["text", "json"],
        Default = "text",
    };

    private static readonly OptionDefinition All = new(
        "--all", OptionKind.Flag, OptionGroup.Output, "List the environment variables of Lambda too");

    private static readonly OptionDefinition ValuesTemplate = new(
        "--values-template",
        OptionKind.Flag,
        OptionGroup.Output,
        "Print a file for --values with everything that only the cloud knows, to fill in");

    public static CommandDefinition Create(Func<DescribeOptions, CancellationToken, Task<ExitCode>> run) =>
        new("describe", "Show what Samlet made of the template")
        {
            Description =
                "Shows the functions, layers, routes and findings of the template, and where every value comes from.",
            ExitCodes =
            [
                ("0", "the description is printed, whatever was found"),
                ("1", "the template cannot be read at all, or --strict and there is a warning"),
                ("2", "wrong usage of the command"),
            ],
            Examples =
            [
                new("See everything", "samlet describe"),
                new("List the routes of a CDK app", "samlet describe -t cdk.out --output json | jq .routes"),
                new("Start a file for --values", "samlet describe --values-template > values.yaml"),
            ],
            ConfigurationSection = "describe",
            Argument = new("FUNCTION", "Logical ID, name, path or ARN; everything is described without one")
            {
                IsFunction = true,
            },
            Options = () =>
            [
                Output, All, ValuesTemplate,
                CommonOptions.Template, CommonOptions.ParameterOverrides, CommonOptions.Values,
                CommonOptions.LanguageExtensions, CommonOptions.Strict,
                CommonOptions.EnvVars, CommonOptions.Env, CommonOptions.Region, CommonOptions.Profile,
                CommonOptions.LayerCache,
                CommonOptions.Debug, CommonOptions.BetaFeatures,
            ],
            RunAsync = (values, cancellationToken) =>
            {
                var options = Read(values);
                values.SaveIfAsked();
                return run(options, cancellationToken);
            },
        };

    private static DescribeOptions Read(OptionValues values) => new()
    {
        Function = values.Arguments is [{ Length: > 0 } function] ? function : null,
        Template = CommonValues.ReadTemplate(values),
        Environment = CommonValues.ReadEnvironment(values),
        LayerFolder = CommonValues.ReadLayerFolder(values),
        IsJson = values.Choice(Output) == "json",
        ShowsAll = values.Flag(All),
        PrintsValues = values.Flag(ValuesTemplate),
    };
}
