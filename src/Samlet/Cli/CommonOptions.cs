namespace Samlet.Cli;

/// <summary>The options that `invoke` shares with the servers.</summary>
internal static class CommonOptions
{
    public static readonly OptionDefinition Template = new(
        "--template-file", OptionKind.File, OptionGroup.Template, "The template; repeatable, then all are read as one")
    {
        Aliases = ["--template", "-t"],
        ValueName = "FILE",
        EnvironmentVariable = "SAM_TEMPLATE_FILE",
        IsRepeatable = true,
    };

    public static readonly OptionDefinition ParameterOverrides = new(
        "--parameter-overrides", OptionKind.Words, OptionGroup.Template, "Values for the template's parameters")
    {
        ValueName = "KEY=VALUE...",
    };

    public static readonly OptionDefinition Values = new(
        "--values", OptionKind.File, OptionGroup.Template, "Local values for what only the cloud knows (JSON or YAML)")
    {
        ValueName = "FILE",
        MustExist = true,
    };

    public static readonly OptionDefinition LanguageExtensions = new(
        "--language-extensions", OptionKind.Flag, OptionGroup.Template, "Expand AWS::LanguageExtensions")
    {
        Negative = "--no-language-extensions",
        EnvironmentVariable = "SAM_CLI_ENABLE_LANGUAGE_EXTENSIONS",
    };

    public static readonly OptionDefinition Strict = new(
        "--strict", OptionKind.Flag, OptionGroup.Template, "Fail where a value is ignored or made up");

    public static readonly OptionDefinition EnvVars = new(
        "--env-vars", OptionKind.File, OptionGroup.Environment, "Variables by function, JSON or .env")
    {
        Aliases = ["-n"],
        ValueName = "FILE",
        MustExist = true,
    };

    public static readonly OptionDefinition Env = new(
        "--env", OptionKind.Text, OptionGroup.Environment, "One variable, above every other source; repeatable")
    {
        ValueName = "NAME=VALUE",
        IsRepeatable = true,
    };

    public static readonly OptionDefinition ContainerEnvVars = new(
        "--container-env-vars", OptionKind.File, OptionGroup.Debugging, "Variables of a function that is debugged")
    {
        ValueName = "FILE",
        MustExist = true,
    };

    public static readonly OptionDefinition Region = new(
        "--region", OptionKind.Text, OptionGroup.Environment, "Region the function and its SDK calls see")
    {
        ValueName = "REGION",
    };

    public static readonly OptionDefinition Profile = new(
        "--profile", OptionKind.Text, OptionGroup.Environment, "Profile whose credentials the function gets")
    {
        ValueName = "NAME",
    };

    public static readonly OptionDefinition Sandbox = new(
        "--sandbox", OptionKind.Choice, OptionGroup.Runtime, "How the function is kept apart")
    {
        ValueName = "KIND",
        Choices = ["auto", "process"],
    };

    public static readonly OptionDefinition Runtime = new(
        "--runtime", OptionKind.Text, OptionGroup.Runtime, "Run on this runtime instead of the template's")
    {
        Aliases = ["-r"],
        ValueName = "ID",
    };

    public static readonly OptionDefinition RuntimeVersion = new(
        "--runtime-version", OptionKind.Choice, OptionGroup.Runtime, "Whether another version will do")
    {
        ValueName = "RULE",
        Choices = ["nearest", "exact"],
    };

    public static readonly OptionDefinition LayerCache = new(
        "--layer-cache-basedir", OptionKind.Folder, OptionGroup.Runtime, "Where downloaded layers are kept")
    {
        ValueName = "FOLDER",
        EnvironmentVariable = "SAM_LAYER_CACHE_BASEDIR",
    };

    public static readonly OptionDefinition NoMemoryLimit = new(
        "--no-memory-limit", OptionKind.Flag, OptionGroup.Runtime, "Let the function use more than its MemorySize");

    public static readonly OptionDefinition LogFile = new(
        "--log-file", OptionKind.File, OptionGroup.Output, "Write logs and response to this file")
    {
        Aliases = ["-l"],
        ValueName = "FILE",
    };

    public static readonly OptionDefinition Debug = new(
        "--debug", OptionKind.Flag, OptionGroup.Output, "Say on stderr what is done and why")
    {
        EnvironmentVariable = "SAM_DEBUG",
    };

    public static readonly OptionDefinition DebugPort = new(
        "--debug-port", OptionKind.Number, OptionGroup.Debugging, "Wait for a debugger on this port; repeatable")
    {
        Aliases = ["-d"],
        ValueName = "PORT",
        EnvironmentVariable = "SAM_DEBUG_PORT",
        IsRepeatable = true,
    };

    public static readonly OptionDefinition DebuggerPath = new(
        "--debugger-path", OptionKind.Folder, OptionGroup.Debugging, "Folder of the debugger")
    {
        ValueName = "FOLDER",
    };

    public static readonly OptionDefinition DebugArguments = new(
        "--debug-args", OptionKind.Text, OptionGroup.Debugging, "Arguments for the interpreter while debugging")
    {
        ValueName = "ARGS",
        EnvironmentVariable = "DEBUGGER_ARGS",
    };

    public static readonly OptionDefinition BetaFeatures = new(
        "--beta-features", OptionKind.Flag, OptionGroup.Configuration, "Accepted; nothing depends on it")
    {
        Negative = "--no-beta-features",
        EnvironmentVariable = "SAM_CLI_BETA_FEATURES",
        IsHidden = true,
    };

    public static readonly IReadOnlyList<OptionDefinition> All =
    [
        Template, ParameterOverrides, Values, LanguageExtensions, Strict,
        EnvVars, Env, Region, Profile,
        Sandbox, Runtime, RuntimeVersion, LayerCache, NoMemoryLimit,
        LogFile, Debug,
        DebugPort, DebuggerPath, DebugArguments, ContainerEnvVars,
        BetaFeatures,
    ];
}
