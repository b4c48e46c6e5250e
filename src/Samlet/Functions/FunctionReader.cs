using Samlet.Templates;

namespace Samlet.Functions;

/// <summary>
/// From a resource of a template to a <see cref="Function"/>. Faults become diagnostics of that resource; the value in
/// question is then the default, so that one bad property never spoils the rest.
/// </summary>
internal static class FunctionReader
{
    private const int LongestNameLength = 140;

    /// <summary>Managed instances are larger, and what nobody waits for may take longer on them.</summary>
    private static readonly (int Seconds, int Megabytes) Most = (900, 10_240);
    private static readonly (int Seconds, int Megabytes) MostManaged = (5400, 32_768);

    public static Function Read(FunctionEntry entry)
    {
        var properties = new PropertyReader(entry.Stack.Template, entry.Resource);
        var function = ReadAsync(ReadSettings(ReadBasics(entry, properties), properties), properties) with
        {
            Environment = EnvironmentReader.Read(properties),
            Layers = new LayerReader(properties, entry.Stack).Read(),
        };
        FunctionCheck.Report(function, entry, properties);
        return function;
    }

    /// <summary>FunctionName, or the logical id where there is none.</summary>
    public static string NameOf(FunctionEntry entry) =>
        entry.Resource.Find("FunctionName")?.AsText() is { Length: > 0 and <= LongestNameLength } name
            ? name
            : entry.LogicalId;

    private static Function ReadBasics(FunctionEntry entry, PropertyReader properties)
    {
        var most = IsManaged(properties) ? MostManaged : Most;
        return ReadNames(entry, properties) with
        {
            Timeout = TimeSpan.FromSeconds(properties.Integer("Timeout", 1, most.Seconds) ?? 3),
            MemorySizeMegabytes = properties.Integer("MemorySize", 128, most.Megabytes) ?? 128,
            Architecture = ReadArchitecture(properties),
            NamesArchitecture = properties.List("Architectures") is [_, ..],
            BuildMethod = entry.Metadata.Find("BuildMethod")?.AsText(),
        };
    }

    private static Function ReadNames(FunctionEntry entry, PropertyReader properties) => new()
    {
        LogicalId = entry.LogicalId,
        Path = entry.Path,
        FunctionId = entry.FunctionId,
        Name = NameOf(entry),
        Location = entry.Resource.Location,
        Condition = entry.Condition,
        Code = new CodeReader(entry, properties).Read(),
        Runtime = properties.Text("Runtime"),
        Handler = properties.Text("Handler"),
    };

    private static Function ReadSettings(Function function, PropertyReader properties) => function with
    {
        EphemeralStorageMegabytes = properties.Section("EphemeralStorage").Integer("Size", 512, 10_240) ?? 512,
        IsTenantIsolated = properties.Map("TenancyConfig") is not null,
        HasActiveTracing = ReadTracing(properties) == "Active",
        HasSnapStart = properties.Section("SnapStart")
            .Choice("ApplyOn", "PublishedVersions", "None") == "PublishedVersions",
        ReservedConcurrency = properties.Integer("ReservedConcurrentExecutions", 0, int.MaxValue),
        EnvironmentConcurrency = ReadEnvironmentConcurrency(properties),
        Logging = ReadLogging(properties.Section("LoggingConfig"), IsManaged(properties)),
        Durable = ReadDurable(properties),
        Url = FunctionUrlReader.Read(properties),
        Aliases = properties.Text("AutoPublishAlias") is { } alias ? [alias] : [],
    };

    private static Function ReadAsync(Function function, PropertyReader properties) => function with
    {
        AsyncInvocation = AsyncInvocationReader.Read(properties.Section("EventInvokeConfig")),
        DeadLetterTarget = properties.Section("DeadLetterQueue").Text("TargetArn")
            ?? properties.Section("DeadLetterConfig").Text("TargetArn"),
    };

    private static string ReadArchitecture(PropertyReader properties)
    {
        var architectures = properties.List("Architectures");
        if (architectures.Count == 0)
        {
            return "x86_64";
        }

        if (architectures.Count > 1)
        {
            properties.Report(FunctionDiagnostics.SeveralArchitectures(architectures[0].Location));
        }

        var text = architectures[0].AsText();
        if (text is not ("x86_64" or "arm64")
            && architectures[0] is not (TemplateValue.Call or TemplateValue.Text { IsPlaceholder: true }))
        {
            properties.Report(FunctionDiagnostics.NotAllowed(
                "Architectures", text ?? "", ["x86_64", "arm64"], architectures[0].Location));
        }

        return text == "arm64" ? "arm64" : "x86_64";
    }

    private static bool IsManaged(PropertyReader properties) => properties.Map("CapacityProviderConfig") is not null;

    private static LoggingConfig ReadLogging(PropertyReader properties, bool isManaged) => new()
    {
        LogGroup = properties.Text("LogGroup"),
        IsJson = IsJsonLog(properties, isManaged),
        ApplicationLogLevel = properties.Choice(
            "ApplicationLogLevel", "TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"),
        SystemLogLevel = properties.Choice("SystemLogLevel", "DEBUG", "INFO", "WARN"),
    };

    /// <summary>The service's managed instances log JSON only.</summary>
    private static bool IsJsonLog(PropertyReader properties, bool isManaged)
    {
        var format = properties.Choice("LogFormat", "Text", "JSON");
        if (isManaged && format == "Text")
        {
            properties.Report(FunctionDiagnostics.TextOfManagedInstances(properties.LocationOf("LogFormat")));
        }

        return isManaged || format == "JSON";
    }

    private static string? ReadTracing(PropertyReader properties) =>
        properties.Choice("Tracing", "Active", "PassThrough", "Disabled")
        ?? properties.Section("TracingConfig").Choice("Mode", "Active", "PassThrough");

    /// <summary>
    /// SAM and CloudFormation nest the limit differently; 4 is what `sam local` takes when it is missing.
    /// </summary>
    private static int? ReadEnvironmentConcurrency(PropertyReader properties)
    {
        if (!IsManaged(properties))
        {
            return null;
        }

        var config = properties.Section("CapacityProviderConfig");
        const string Limit = "PerExecutionEnvironmentMaxConcurrency";
        return config.Integer(Limit, 1, 1600)
            ?? config.Section("LambdaManagedInstancesCapacityProviderConfig").Integer(Limit, 1, 1600)
            ?? 4;
    }

    private static DurableConfig? ReadDurable(PropertyReader properties)
    {
        if (properties.Map("DurableConfig") is null)
        {
            return null;
        }

        var config = properties.Section("DurableConfig");
        var seconds = config.Integer("ExecutionTimeout", 1, 31_622_400);
        return new DurableConfig
        {
            ExecutionTimeout = seconds is { } limit ? TimeSpan.FromSeconds(limit) : null,
            RetentionDays = config.Integer("RetentionPeriodInDays", 1, 90) ?? 14,
        };
    }
}
