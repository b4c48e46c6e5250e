using Samlet.Caches;
using Samlet.Credentials;
using Samlet.Functions;

namespace Samlet.Cli;

/// <summary>Reads what <see cref="CommonOptions"/> declares into the records that leave the command line.</summary>
internal static class CommonValues
{
    public static TemplateSources ReadTemplate(OptionValues values) => new()
    {
        Files = [.. values.Texts(CommonOptions.Template).Where(file => file.Length > 0)],
        ParameterOverrides = values.Overrides(CommonOptions.ParameterOverrides),
        ValuesFile = values.ExistingFile(CommonOptions.Values),
        ExpandsLanguageExtensions = values.Toggle(CommonOptions.LanguageExtensions),
        IsStrict = values.Flag(CommonOptions.Strict),
    };

    public static EnvironmentOptions ReadEnvironment(OptionValues values) => new()
    {
        EnvVarsFile = values.ExistingFile(CommonOptions.EnvVars),
        ContainerEnvVarsFile = values.ExistingFile(CommonOptions.ContainerEnvVars),
        Variables = ReadVariables(values),
        Region = ReadRegion(values),
        Profile = values.Text(CommonOptions.Profile),
    };

    public static RuntimeOptions ReadRuntime(OptionValues values) => new()
    {
        Sandbox = values.Choice(CommonOptions.Sandbox) switch
        {
            "process" => SandboxChoice.Process,
            "linux" => SandboxChoice.Linux,
            "image" => SandboxChoice.Image,
            "docker" => SandboxChoice.Docker,
            _ => SandboxChoice.Auto,
        },
        LimitsMemory = !values.Flag(CommonOptions.NoMemoryLimit),
        LimitsCpu = values.Flag(CommonOptions.LimitCpu),
        Runtime = ReadRuntimeIdentifier(values),
        RequiresExactVersion = values.Choice(CommonOptions.RuntimeVersion) == "exact",
        CacheLimitBytes = ReadCacheLimit(values),
    };

    public static DebugOptions ReadDebugging(OptionValues values) => new()
    {
        Ports = ReadPorts(values, CommonOptions.DebugPort),
        Arguments = (values.Text(CommonOptions.DebugArguments) ?? "")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        DebuggerFolder = values.Text(CommonOptions.DebuggerPath),
    };

    public static OutputOptions ReadOutput(OptionValues values) => new()
    {
        IsJson = values.Choice(CommonOptions.LogFormat) is { } format ? format == "json" : null,
        LogLevel = values.Choice(CommonOptions.LogLevel)?.ToUpperInvariant(),
        LogFile = values.Text(CommonOptions.LogFile),
        IsDebug = values.Flag(CommonOptions.Debug),
    };

    public static string? ReadLayerFolder(OptionValues values) =>
        values.Text(CommonOptions.LayerCache) is { Length: > 0 } folder ? folder : null;

    private static RuntimeIdentifier? ReadRuntimeIdentifier(OptionValues values)
    {
        if (values.Text(CommonOptions.Runtime) is not { } text)
        {
            return null;
        }

        return RuntimeIdentifier.TryParse(text, out var runtime)
            ? runtime
            : throw UsageFault.NotARuntime(values.SourceOf(CommonOptions.Runtime), text);
    }

    private static long ReadCacheLimit(OptionValues values) => values.Text(CommonOptions.CacheSize) switch
    {
        null => CacheLimit.UsualBytes,
        var text => DataSize.TryParse(text) switch
        {
            null => throw UsageFault.Malformed(values.SourceOf(CommonOptions.CacheSize), text, "5GB"),
            0 => long.MaxValue,
            { } bytes => bytes,
        },
    };

    private static Dictionary<string, string> ReadVariables(OptionValues values)
    {
        Dictionary<string, string> variables = [];
        foreach (var word in values.Texts(CommonOptions.Env))
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
            {
                throw UsageFault.Malformed(values.SourceOf(CommonOptions.Env), word, CommonOptions.Env.ValueName);
            }

            variables[word[..equals]] = word[(equals + 1)..];
        }

        return variables;
    }

    public static IReadOnlyList<int> ReadPorts(OptionValues values, OptionDefinition option)
    {
        var ports = values.Numbers(option);
        foreach (var port in ports)
        {
            if (port is < 1 or > 65535)
            {
                throw UsageFault.NotAPort(values.SourceOf(option), port);
            }
        }

        return ports;
    }

    private static string? ReadRegion(OptionValues values)
    {
        var region = values.Text(CommonOptions.Region);
        return region is null || AwsRegion.IsHostLabel(region)
            ? region
            : throw UsageFault.Malformed(values.SourceOf(CommonOptions.Region), region, "us-east-1");
    }
}
