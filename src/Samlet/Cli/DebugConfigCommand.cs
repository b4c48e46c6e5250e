namespace Samlet.Cli;

/// <summary>What `samlet debug-config` was told.</summary>
internal sealed record DebugConfigOptions
{
    /// <summary>Any name of a function; null for all of them.</summary>
    public string? Function { get; init; }

    public required TemplateSources Template { get; init; }

    public required EnvironmentOptions Environment { get; init; }

    public required string Editor { get; init; }

    /// <summary>Of the first function; each one has the next.</summary>
    public required int FirstPort { get; init; }
}

/// <summary>`samlet debug-config`: writes what an editor needs to debug the functions of the template.</summary>
internal static class DebugConfigCommand
{
    private const int DefaultPort = 5858;

    private static readonly OptionDefinition Editor = new(
        "--editor", OptionKind.Choice, OptionGroup.Output, "The editor; those of JetBrains share their files")
    {
        ValueName = "EDITOR",
        Choices = () => ["vscode", "rider", "intellij", "webstorm", "pycharm", "goland", "rubymine"],
        Default = "vscode",
    };

    private static readonly OptionDefinition Port = new(
        "--port", OptionKind.Number, OptionGroup.Output, "Port of the first function; each one has its own")
    {
        ValueName = "PORT",
        Default = $"{DefaultPort}",
    };

    public static CommandDefinition Create(Func<DebugConfigOptions, CancellationToken, Task<ExitCode>> run) =>
        new("debug-config", "Write launch configurations for your editor")
        {
            Description =
                "Writes, for every function of the template, what your editor needs to start it and to attach its "
                + "debugger. Other entries of the files stay as they are.",
            ExitCodes =
            [
                ("0", "the files are written"),
                ("1", "the template or a file of the editor cannot be read"),
                ("2", "wrong usage of the command"),
            ],
            Examples =
            [
                new("Debug with Visual Studio Code: run this once, then press F5", "samlet debug-config"),
                new("Only one function, for GoLand", "samlet debug-config Ratings --editor goland"),
            ],
            ConfigurationSection = "debug_config",
            Argument = new("FUNCTION", "Logical ID, name, path or ARN; all functions without one")
            {
                IsFunction = true,
            },
            Options = () =>
            [
                Editor, Port,
                CommonOptions.Template, CommonOptions.ParameterOverrides, CommonOptions.Values,
                CommonOptions.LanguageExtensions, CommonOptions.Region, CommonOptions.Profile,
                CommonOptions.Debug, CommonOptions.BetaFeatures,
            ],
            RunAsync = (values, cancellationToken) =>
            {
                var options = Read(values);
                values.SaveIfAsked();
                return run(options, cancellationToken);
            },
        };

    private static DebugConfigOptions Read(OptionValues values) => new()
    {
        Function = values.Arguments is [{ Length: > 0 } function] ? function : null,
        Template = CommonValues.ReadTemplate(values),
        Environment = CommonValues.ReadEnvironment(values),
        Editor = values.Choice(Editor) ?? "vscode",
        FirstPort = CommonValues.ReadPorts(values, Port) is [.., var port] ? port : DefaultPort,
    };
}
