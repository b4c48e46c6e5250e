using Samlet.Caches;
using Samlet.Functions;
using Samlet.Runtimes.Logs;

namespace Samlet.Cli;

/// <summary>The options that `invoke` shares with the servers.</summary>
internal static class CommonOptions
{
    public static readonly OptionDefinition Template = new(
        "--template-file",
        OptionKind.File,
        OptionGroup.Template,
        "The template; repeatable, then exports are found between them")
    {
        Aliases = ["--template", "-t"],
        ValueName = "FILE",
        EnvironmentVariable = "SAM_TEMPLATE_FILE",
        Default = ".aws-sam/build/template.yaml, template.yaml, .yml, .json",
        IsRepeatable = true,
    };

    public static readonly OptionDefinition ParameterOverrides = new(
        "--parameter-overrides",
        OptionKind.Words,
        OptionGroup.Template,
        "Values for parameters, up to the next option; also `ParameterKey=K,ParameterValue=V` and `file://FILE`")
    {
        ValueName = "KEY=VALUE...",
    };

    public static readonly OptionDefinition Values = new(
        "--values",
        OptionKind.File,
        OptionGroup.Template,
        "Local values (JSON or YAML) for what only the cloud knows: names, ARNs, exports, secrets")
    {
        ValueName = "FILE",
    };

    public static readonly OptionDefinition LanguageExtensions = new(
        "--language-extensions",
        OptionKind.Flag,
        OptionGroup.Template,
        "Expand Fn::ForEach and its like [default: where the template asks for it]")
    {
        Negative = "--no-language-extensions",
        EnvironmentVariable = "SAM_CLI_ENABLE_LANGUAGE_EXTENSIONS",
    };

    public static readonly OptionDefinition Strict = new(
        "--strict",
        OptionKind.Flag,
        OptionGroup.Template,
        "Fail where a value of the template is ignored or has to be made up");

    public static readonly OptionDefinition EnvVars = new(
        "--env-vars",
        OptionKind.File,
        OptionGroup.Environment,
        "Variables by function or for all, as JSON; or a .env file")
    {
        Aliases = ["-n"],
        ValueName = "FILE",
    };

    public static readonly OptionDefinition Env = new(
        "--env", OptionKind.Text, OptionGroup.Environment, "One variable, above every other source; repeatable")
    {
        ValueName = "NAME=VALUE",
        IsRepeatable = true,
    };

    public static readonly OptionDefinition Region = new(
        "--region", OptionKind.Text, OptionGroup.Environment, "Region that the template and the function see")
    {
        ValueName = "REGION",
    };

    public static readonly OptionDefinition Profile = new(
        "--profile",
        OptionKind.Text,
        OptionGroup.Environment,
        "Profile of ~/.aws whose credentials and region the function gets")
    {
        ValueName = "NAME",
    };

    public static readonly OptionDefinition Sandbox = new(
        "--sandbox",
        OptionKind.Choice,
        OptionGroup.Runtime,
        "How the function is kept apart: `process`, `linux`, or in an image: `image`, `docker`")
    {
        ValueName = "KIND",
        EnvironmentVariable = "SAMLET_SANDBOX",
        Choices = () => ["auto", "process", "linux", "image", "docker"],
        Default = "auto",
    };

    public static readonly OptionDefinition NoMemoryLimit = new(
        "--no-memory-limit", OptionKind.Flag, OptionGroup.Runtime, "Let the function take more memory than its size");

    public static readonly OptionDefinition LimitCpu = new(
        "--limit-cpu",
        OptionKind.Flag,
        OptionGroup.Runtime,
        "Give the function the CPU of its memory size, one for 1,769 MB");

    public static readonly OptionDefinition Runtime = new(
        "--runtime",
        OptionKind.Text,
        OptionGroup.Runtime,
        "Run on this runtime (`nodejs22.x`, `python3.13`, ...) instead of the template's")
    {
        Aliases = ["-r"],
        ValueName = "RUNTIME",
        Choices = () => [.. RuntimeIdentifier.All.Select(runtime => runtime.Name)],
    };

    public static readonly OptionDefinition RuntimeVersion = new(
        "--runtime-version",
        OptionKind.Choice,
        OptionGroup.Runtime,
        "`nearest` takes an interpreter of another version and says so, `exact` refuses it")
    {
        ValueName = "RULE",
        Choices = () => ["nearest", "exact"],
        Default = "nearest",
    };

    public static readonly OptionDefinition LayerCache = new(
        "--layer-cache-basedir",
        OptionKind.Folder,
        OptionGroup.Runtime,
        "Where layers that are fetched from AWS are kept, in the form of `sam local`")
    {
        ValueName = "FOLDER",
        EnvironmentVariable = "SAM_LAYER_CACHE_BASEDIR",
        Default = "Samlet's cache",
    };

    public static readonly OptionDefinition LogFile = new(
        "--log-file",
        OptionKind.File,
        OptionGroup.Output,
        "Write the function's logs and its response to this file instead")
    {
        Aliases = ["-l"],
        ValueName = "FILE",
    };

    public static readonly OptionDefinition LogFormat = new(
        "--log-format",
        OptionKind.Choice,
        OptionGroup.Output,
        "`text` or `json`: how the function's log is written, and what format it is told to log in")
    {
        ValueName = "FORMAT",
        Choices = () => ["text", "json"],
        Default = "LogFormat of the function's LoggingConfig, else text; json for managed instances",
    };

    public static readonly OptionDefinition LogLevel = new(
        "--log-level",
        OptionKind.Choice,
        OptionGroup.Output,
        "Leave out what is below: trace, debug, info, warn, error, fatal; as on Lambda, only in the json format")
    {
        ValueName = "LEVEL",
        Choices = () => [.. LogLevels.Names.Select(name => name.ToLowerInvariant())],
        Default = "the levels of LoggingConfig, else info",
    };

    public static readonly OptionDefinition Debug = new(
        "--debug", OptionKind.Flag, OptionGroup.Output, "Say on stderr what is done, and why")
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

    public static readonly OptionDefinition DebugArguments = new(
        "--debug-args",
        OptionKind.Text,
        OptionGroup.Debugging,
        "More arguments for the interpreter, separated by blanks")
    {
        ValueName = "ARGS",
        EnvironmentVariable = "DEBUGGER_ARGS",
    };

    public static readonly OptionDefinition DebuggerPath = new(
        "--debugger-path", OptionKind.Folder, OptionGroup.Debugging, "Folder that has the debugger (debugpy, dlv, lldb-server)")
    {
        ValueName = "FOLDER",
    };

    public static readonly OptionDefinition ContainerEnvVars = new(
        "--container-env-vars",
        OptionKind.File,
        OptionGroup.Debugging,
        "More variables while the function is debugged, in the form of --env-vars")
    {
        ValueName = "FILE",
    };

    public static readonly OptionDefinition CacheSize = new(
        "--cache-size",
        OptionKind.Text,
        OptionGroup.Runtime,
        "What the cache may grow to: `5GB`; `0` is no limit. What was not used for longest goes first")
    {
        ValueName = "SIZE",
        EnvironmentVariable = CacheLimit.Variable,
        Default = "10GB",
    };

    public static readonly OptionDefinition BetaFeatures = new(
        "--beta-features", OptionKind.Flag, OptionGroup.General, "Accepted; nothing depends on it")
    {
        Negative = "--no-beta-features",
        EnvironmentVariable = "SAM_CLI_BETA_FEATURES",
        IsHidden = true,
    };

    public static readonly IReadOnlyList<OptionDefinition> All =
    [
        Template, ParameterOverrides, Values, LanguageExtensions, Strict,
        EnvVars, Env, Region, Profile,
        Sandbox, NoMemoryLimit, LimitCpu, Runtime, RuntimeVersion, LayerCache, CacheSize,
        LogFormat, LogLevel, LogFile, Debug,
        DebugPort, DebugArguments, DebuggerPath, ContainerEnvVars,
        BetaFeatures,
    ];
}
