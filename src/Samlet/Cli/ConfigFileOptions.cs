namespace Samlet.Cli;

/// <summary>The options that choose and write the configuration file.</summary>
internal static class ConfigFileOptions
{
    public static readonly OptionDefinition File = new(
        "--config-file",
        OptionKind.File,
        OptionGroup.Configuration,
        "Values for options that neither the command line nor the environment gives, beside the template")
    {
        ValueName = "FILE",
        Default = "samconfig.toml, .yaml, .yml",
    };

    public static readonly OptionDefinition Environment = new(
        "--config-env", OptionKind.Text, OptionGroup.Configuration, "Which of the file's tables counts")
    {
        ValueName = "NAME",
        Default = "default",
    };

    public static readonly OptionDefinition Save = new(
        "--save-params",
        OptionKind.Flag,
        OptionGroup.Configuration,
        "Write the options of this command line into the file, then go on");

    public static readonly IReadOnlyList<OptionDefinition> All = [File, Environment, Save];
}
