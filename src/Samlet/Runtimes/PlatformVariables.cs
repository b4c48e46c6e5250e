using System.Globalization;
using Samlet.Functions;

namespace Samlet.Runtimes;

/// <summary>What Lambda's own variables depend on.</summary>
internal sealed record PlatformSettings
{
    public required Function Function { get; init; }

    public required RuntimeIdentifier Runtime { get; init; }

    /// <summary>`127.0.0.1:PORT`.</summary>
    public required string ApiAddress { get; init; }

    public required string Region { get; init; }

    public required AwsCredentials Credentials { get; init; }

    /// <summary>What a function shows to get its credentials when they are not variables.</summary>
    public string CredentialsToken { get; init; } = "";

    public InitializationType Initialization => InitializationTypes.Of(Function, Runtime);

    public required string LogStreamName { get; init; }

    /// <summary>Address and port of what takes the segments of a traced function.</summary>
    public string TraceDaemon { get; init; } = "169.254.100.1:2000";

    /// <summary>
    /// The descriptor that runtimes write log records to (<see cref="Logs.FrameReader"/>); null where there is none.
    /// </summary>
    public int? LogDescriptor { get; init; }

    /// <summary>Whether the files of the service's own image are there, which two variables name.</summary>
    public bool HasRuntimeImage { get; init; }
}

/// <summary>
/// The variables Lambda itself gives a function, as recorded on the service for each family of runtimes, with Lambda's
/// own paths (<see cref="RealPaths"/> makes them real), and the two that code of `sam local` users reads.
/// </summary>
internal static class PlatformVariables
{
    private const string NodeModules = "/opt/nodejs/node_modules:/var/runtime/node_modules:/var/runtime:/var/task";

    public static List<KeyValuePair<string, string>> Of(PlatformSettings settings)
    {
        List<KeyValuePair<string, string>> variables = [];
        AddFunction(variables, settings.Function, settings);
        AddAws(variables, settings);
        AddSystem(variables, settings.Runtime);
        AddCredentials(variables, settings);
        AddLanguage(variables, settings.Runtime);
        if (settings.LogDescriptor is { } descriptor && WritesFrames(settings.Runtime))
        {
            variables.Add(new("_LAMBDA_TELEMETRY_LOG_FD", Text(descriptor)));
        }

        if (settings.HasRuntimeImage && FileOfImage(settings.Runtime) is { } file)
        {
            variables.Add(file);
        }

        return variables;
    }

    /// <summary>
    /// `2026/11/24/[$LATEST]` and 32 hexadecimal digits; in a log group of its own with the function's name.
    /// </summary>
    public static string NewLogStreamName(Function function, DateTimeOffset time)
    {
        var name = function.Logging.LogGroup is null ? "" : function.Name;
        return string.Create(
            CultureInfo.InvariantCulture, $"{time.UtcDateTime:yyyy'/'MM'/'dd}/{name}[$LATEST]{Guid.NewGuid():N}");
    }

    private static void AddFunction(
        List<KeyValuePair<string, string>> variables, Function function, PlatformSettings settings)
    {
        var seconds = (int)function.Timeout.TotalSeconds;
        variables.Add(new("AWS_LAMBDA_FUNCTION_NAME", function.Name));
        variables.Add(new("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"));
        variables.Add(new("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Text(function.MemorySizeMegabytes)));
        variables.Add(new("AWS_LAMBDA_FUNCTION_TIMEOUT", Text(seconds)));
        if (settings.Initialization != InitializationType.SnapStart) // A snapshot must not know one environment's log.
        {
            var group = function.Logging.LogGroup ?? $"/aws/lambda/{function.Name}";
            variables.Add(new("AWS_LAMBDA_LOG_GROUP_NAME", group));
            variables.Add(new("AWS_LAMBDA_LOG_STREAM_NAME", settings.LogStreamName));
        }

        variables.Add(new("AWS_LAMBDA_INITIALIZATION_TYPE", settings.Initialization.Name()));
        if (function.EnvironmentConcurrency is { } concurrency)
        {
            variables.Add(new("AWS_LAMBDA_MAX_CONCURRENCY", Text(concurrency)));
        }

        variables.Add(new("AWS_LAMBDA_RUNTIME_API", settings.ApiAddress));
        variables.Add(new("_HANDLER", function.Handler ?? ""));
        if (function.Logging.IsJson)
        {
            variables.Add(new("AWS_LAMBDA_LOG_FORMAT", "JSON"));
            variables.Add(new("AWS_LAMBDA_LOG_LEVEL", function.Logging.ApplicationLogLevel ?? "INFO"));
        }
    }

    private static void AddAws(List<KeyValuePair<string, string>> variables, PlatformSettings settings) =>
        variables.AddRange(
    [
        new("AWS_SAM_LOCAL", "true"),
        new("AWS_REGION", settings.Region),
        new("AWS_DEFAULT_REGION", settings.Region),
        new("AWS_XRAY_CONTEXT_MISSING", "LOG_ERROR"),
        new("AWS_XRAY_DAEMON_ADDRESS", settings.TraceDaemon),
        new("_AWS_XRAY_DAEMON_ADDRESS", settings.TraceDaemon.Split(':')[0]),
        new("_AWS_XRAY_DAEMON_PORT", settings.TraceDaemon.Split(':')[1]),
    ]);

    /// <summary>Credentials in variables would be in the snapshot, and so they are behind an address.</summary>
    private static void AddCredentials(List<KeyValuePair<string, string>> variables, PlatformSettings settings)
    {
        var credentials = settings.Credentials;
        if (settings.Initialization == InitializationType.SnapStart)
        {
            variables.Add(new(
                "AWS_CONTAINER_CREDENTIALS_FULL_URI", $"http://{settings.ApiAddress}{CredentialsEndpoint.Path}"));
            variables.Add(new("AWS_CONTAINER_AUTHORIZATION_TOKEN", settings.CredentialsToken));
            return;
        }

        variables.Add(new("AWS_ACCESS_KEY_ID", credentials.AccessKeyId));
        variables.Add(new("AWS_SECRET_ACCESS_KEY", credentials.SecretAccessKey));
        variables.Add(new("AWS_SESSION_TOKEN", credentials.SessionToken));
        if (settings.Runtime.Family == RuntimeFamily.Java && Major(settings.Runtime) <= 11)
        {
            variables.Add(new("AWS_ACCESS_KEY", credentials.AccessKeyId));
            variables.Add(new("AWS_SECRET_KEY", credentials.SecretAccessKey));
        }
    }

    private static void AddSystem(List<KeyValuePair<string, string>> variables, RuntimeIdentifier runtime)
    {
        var language = runtime.Name == "provided.al2" ? "" : "/var/lang/lib:";
        var ruby = runtime.Family == RuntimeFamily.Ruby ? "/var/lang/lib:" : "";
        variables.Add(new("LAMBDA_TASK_ROOT", "/var/task"));
        variables.Add(new("LAMBDA_RUNTIME_DIR", "/var/runtime"));
        variables.Add(new("LANG", "en_US.UTF-8"));
        variables.Add(new("TZ", ":UTC"));
        variables.Add(new(
            "LD_LIBRARY_PATH",
            $"{ruby}{language}/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib"));
        variables.Add(new("PATH", PathOf(runtime)));
    }

    /// <summary>The slash behind `/usr/bin` is the service's own.</summary>
    private static string PathOf(RuntimeIdentifier runtime) => runtime.Name switch
    {
        "provided.al2" => "/usr/local/bin:/usr/bin/:/bin:/opt/bin",
        _ when runtime.Family == RuntimeFamily.Ruby =>
            "/var/lang/bin:/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin",
        _ => "/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin",
    };

    private static void AddLanguage(List<KeyValuePair<string, string>> variables, RuntimeIdentifier runtime)
    {
        if (!runtime.RunsBootstrap)
        {
            variables.Add(new("AWS_EXECUTION_ENV", $"AWS_Lambda_{runtime.Name}"));
        }

        variables.AddRange(runtime.Family switch
        {
            RuntimeFamily.Node => Node(runtime),
            RuntimeFamily.Python => Python(runtime),
            RuntimeFamily.Ruby => Ruby(runtime),
            RuntimeFamily.Dotnet => Dotnet(runtime),
            _ => [],
        });
    }

    private static IEnumerable<KeyValuePair<string, string>> Node(RuntimeIdentifier runtime) =>
    [
        new("NODE_PATH", $"/opt/nodejs/node{runtime.InterpreterVersion}/node_modules:{NodeModules}"),
        .. Shell,
    ];

    private static IEnumerable<KeyValuePair<string, string>> Python(RuntimeIdentifier runtime) =>
    [
        new("PYTHONPATH", "/var/runtime"),
        .. Shell,
        .. Minor(runtime) >= 12 ? [new KeyValuePair<string, string>("LC_CTYPE", "C.UTF-8")] : None,
    ];

    private static IEnumerable<KeyValuePair<string, string>> Ruby(RuntimeIdentifier runtime) =>
    [
        new("GEM_HOME", "/var/runtime"),
        new(
            "GEM_PATH",
            string.Create(
                CultureInfo.InvariantCulture,
                $"/var/task/vendor/bundle/ruby/{runtime.InterpreterVersion}.0:/opt/ruby/gems/{runtime.InterpreterVersion}.0:/var/runtime:/var/runtime/ruby/{runtime.InterpreterVersion}.0")),
        new("RUBYLIB", "/var/runtime/gems/aws_lambda_ric-3.1.3/lib:/var/task:/var/runtime/lib:/opt/ruby/lib"),
        .. Shell,
    ];

    private static IEnumerable<KeyValuePair<string, string>> Dotnet(RuntimeIdentifier runtime) =>
    [
        new("DOTNET_ROOT", "/var/lang/bin"),
        new("LAMBDA_RUNTIME_NAME", runtime.Name),
        .. Shell,
    ];

    /// <summary>Java's clients do so since version 17; a `bootstrap` of the function's own never does.</summary>
    private static bool WritesFrames(RuntimeIdentifier runtime) =>
        !runtime.RunsBootstrap && (runtime.Family != RuntimeFamily.Java || Major(runtime) > 11);

    private static KeyValuePair<string, string>? FileOfImage(RuntimeIdentifier runtime) => runtime switch
    {
        { Family: RuntimeFamily.Node } when Major(runtime) <= 18 =>
            new("NODE_EXTRA_CA_CERTS", "/var/runtime/ca-cert.pem"),
        { Name: "dotnet8" } => new("SSL_CERT_FILE", "/var/runtime/empty-certificates.crt"),
        _ => null,
    };

    /// <summary>Traces of the shell script that starts these runtimes on the service.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Shell =>
        [new("PWD", "/var/task"), new("SHLVL", "0")];

    private static IEnumerable<KeyValuePair<string, string>> None => [];

    private static int Major(RuntimeIdentifier runtime) => Number(runtime.InterpreterVersion.Split('.')[0]);

    private static int Minor(RuntimeIdentifier runtime) =>
        runtime.InterpreterVersion.Split('.') is [_, var minor, ..] ? Number(minor) : 0;

    private static int Number(string text) =>
        int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
