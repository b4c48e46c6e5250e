using System.Globalization;
using Samlet.Functions;
using Samlet.Runtimes;

namespace Samlet.Tests.Runtimes;

/// <summary>The whole list for each family of runtimes, so that nothing more and nothing less is given.</summary>
public sealed class PlatformVariablesTests
{
    private const string Paths = "/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib";

    private static readonly string[] Common =
    [
        "AWS_ACCESS_KEY_ID=AKIA1",
        "AWS_DEFAULT_REGION=eu-west-1",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE=1024",
        "AWS_LAMBDA_FUNCTION_NAME=ratings",
        "AWS_LAMBDA_FUNCTION_TIMEOUT=30",
        "AWS_LAMBDA_FUNCTION_VERSION=$LATEST",
        "AWS_LAMBDA_INITIALIZATION_TYPE=on-demand",
        "AWS_LAMBDA_LOG_GROUP_NAME=/aws/lambda/ratings",
        "AWS_LAMBDA_LOG_STREAM_NAME=stream",
        "AWS_LAMBDA_RUNTIME_API=127.0.0.1:9001",
        "AWS_REGION=eu-west-1",
        "AWS_SAM_LOCAL=true",
        "AWS_SECRET_ACCESS_KEY=secret",
        "AWS_SESSION_TOKEN=",
        "AWS_XRAY_CONTEXT_MISSING=LOG_ERROR",
        "AWS_XRAY_DAEMON_ADDRESS=169.254.100.1:2000",
        "LAMBDA_RUNTIME_DIR=/var/runtime",
        "LAMBDA_TASK_ROOT=/var/task",
        "LANG=en_US.UTF-8",
        "TZ=:UTC",
        "_AWS_XRAY_DAEMON_ADDRESS=169.254.100.1",
        "_AWS_XRAY_DAEMON_PORT=2000",
        "_HANDLER=app.handler",
    ];

    private static readonly string[] Managed =
    [
        $"LD_LIBRARY_PATH=/var/lang/lib:{Paths}", "PATH=/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin",
    ];

    // Node.js, Python and Ruby take it out of what the function sees.
    private const string Frames = "_LAMBDA_TELEMETRY_LOG_FD=62";

    private static readonly string[] Shell = ["PWD=/var/task", "SHLVL=0"];

    private static readonly Dictionary<string, string[]> Recorded = new()
    {
        ["nodejs24.x"] =
        [
            .. Managed, .. Shell, "AWS_EXECUTION_ENV=AWS_Lambda_nodejs24.x", Frames,
            "NODE_PATH=/opt/nodejs/node24/node_modules:/opt/nodejs/node_modules:/var/runtime/node_modules:/var/runtime:/var/task",
        ],
        ["nodejs18.x"] =
        [
            .. Managed, .. Shell, "AWS_EXECUTION_ENV=AWS_Lambda_nodejs18.x", Frames, "NODE_EXTRA_CA_CERTS=/var/runtime/ca-cert.pem",
            "NODE_PATH=/opt/nodejs/node18/node_modules:/opt/nodejs/node_modules:/var/runtime/node_modules:/var/runtime:/var/task",
        ],
        ["python3.13"] =
            [.. Managed, .. Shell, "AWS_EXECUTION_ENV=AWS_Lambda_python3.13", Frames, "PYTHONPATH=/var/runtime", "LC_CTYPE=C.UTF-8"],
        ["python3.9"] = [.. Managed, .. Shell, "AWS_EXECUTION_ENV=AWS_Lambda_python3.9", Frames, "PYTHONPATH=/var/runtime"],
        ["ruby3.4"] =
        [
            .. Shell, "AWS_EXECUTION_ENV=AWS_Lambda_ruby3.4", Frames, "GEM_HOME=/var/runtime",
            "GEM_PATH=/var/task/vendor/bundle/ruby/3.4.0:/opt/ruby/gems/3.4.0:/var/runtime:/var/runtime/ruby/3.4.0",
            "RUBYLIB=/var/runtime/gems/aws_lambda_ric-3.1.3/lib:/var/task:/var/runtime/lib:/opt/ruby/lib",
            $"LD_LIBRARY_PATH=/var/lang/lib:/var/lang/lib:{Paths}",
            "PATH=/var/lang/bin:/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin",
        ],
        ["java21"] = [.. Managed, "AWS_EXECUTION_ENV=AWS_Lambda_java21", Frames],
        ["java11"] =
            [.. Managed, "AWS_EXECUTION_ENV=AWS_Lambda_java11", "AWS_ACCESS_KEY=AKIA1", "AWS_SECRET_KEY=secret"],
        ["java8.al2"] =
            [.. Managed, "AWS_EXECUTION_ENV=AWS_Lambda_java8.al2", "AWS_ACCESS_KEY=AKIA1", "AWS_SECRET_KEY=secret"],
        ["dotnet8"] =
        [
            .. Managed, .. Shell, "AWS_EXECUTION_ENV=AWS_Lambda_dotnet8", Frames, "DOTNET_ROOT=/var/lang/bin",
            "LAMBDA_RUNTIME_NAME=dotnet8", "SSL_CERT_FILE=/var/runtime/empty-certificates.crt",
        ],
        ["dotnet10"] =
        [
            .. Managed, .. Shell, "AWS_EXECUTION_ENV=AWS_Lambda_dotnet10", Frames, "DOTNET_ROOT=/var/lang/bin",
            "LAMBDA_RUNTIME_NAME=dotnet10",
        ],
        ["provided.al2023"] = Managed,
        ["provided.al2"] = [$"LD_LIBRARY_PATH={Paths}", "PATH=/usr/local/bin:/usr/bin/:/bin:/opt/bin"],
    };

    [Theory]
    [InlineData("nodejs24.x")]
    [InlineData("nodejs18.x")]
    [InlineData("python3.13")]
    [InlineData("python3.9")]
    [InlineData("ruby3.4")]
    [InlineData("java21")]
    [InlineData("java11")]
    [InlineData("java8.al2")]
    [InlineData("dotnet8")]
    [InlineData("dotnet10")]
    [InlineData("provided.al2023")]
    [InlineData("provided.al2")]
    public void A_runtime_gives_what_was_recorded_on_the_service(string runtime) => Assert.Equal(
        [.. Common.Concat(Recorded[runtime]).Order(StringComparer.Ordinal)],
        Of(Settings(runtime) with { HasRuntimeImage = true }));

    [Theory]
    [InlineData("nodejs18.x", "NODE_EXTRA_CA_CERTS=")]
    [InlineData("dotnet8", "SSL_CERT_FILE=")]
    public void Files_of_the_service_s_image_are_not_named_where_they_are_not(string runtime, string start) =>
        Assert.Equal(
        [.. Common.Concat(Recorded[runtime]).Where(
            variable => !variable.StartsWith(start, StringComparison.Ordinal)).Order(StringComparer.Ordinal)],
        Of(Settings(runtime)));

    [Fact]
    public void Each_variable_is_given_once() => Assert.All(
        RuntimeIdentifier.All,
        runtime => Assert.Distinct(
            PlatformVariables.Of(Settings(runtime.Name) with { HasRuntimeImage = true }).Select(pair => pair.Key)));

    [Fact]
    public void Json_logs_add_format_and_level()
    {
        var settings = Settings("nodejs24.x");
        var logging = new LoggingConfig { IsJson = true };

        Assert.Equal(
            ["AWS_LAMBDA_LOG_FORMAT=JSON", "AWS_LAMBDA_LOG_LEVEL=INFO"],
            Of(settings with { Function = settings.Function with { Logging = logging } }).Except(Of(settings)));
        Assert.Contains(
            "AWS_LAMBDA_LOG_LEVEL=DEBUG",
            Of(settings with { Function = settings.Function with { Logging = logging with { ApplicationLogLevel = "DEBUG" } } }));
    }

    [Fact]
    public void A_log_group_of_its_own_is_named()
    {
        var settings = Settings("nodejs24.x");

        Assert.Contains(
            "AWS_LAMBDA_LOG_GROUP_NAME=shared",
            Of(settings with { Function = settings.Function with { Logging = new LoggingConfig { LogGroup = "shared" } } }));
    }

    [Theory]
    [InlineData(null, @"^2026/11/04/\[\$LATEST\][0-9a-f]{32}$")]
    [InlineData("shared", @"^2026/11/04/ratings\[\$LATEST\][0-9a-f]{32}$")]
    public void A_log_stream_is_named_by_day_and_version(string? logGroup, string pattern)
    {
        var function = Settings("nodejs24.x").Function with { Logging = new LoggingConfig { LogGroup = logGroup } };
        var late = DateTimeOffset.Parse("2026-11-03T23:30:00-01:00", CultureInfo.InvariantCulture);

        Assert.Matches(pattern, PlatformVariables.NewLogStreamName(function, late));
        Assert.NotEqual(
            PlatformVariables.NewLogStreamName(function, late), PlatformVariables.NewLogStreamName(function, late));
    }

    private static PlatformSettings Settings(string runtime) => new()
    {
        Function = new Function
        {
            LogicalId = "Ratings",
            Path = "Child/Ratings",
            Name = "ratings",
            FunctionId = "Ratings",
            Location = default,
            Code = new CodeSource.Inline(""),
            Handler = "app.handler",
            Timeout = TimeSpan.FromSeconds(30),
            MemorySizeMegabytes = 1024,
        },
        Runtime = RuntimeIdentifier.Parse(runtime),
        ApiAddress = "127.0.0.1:9001",
        Region = "eu-west-1",
        Credentials = new AwsCredentials("AKIA1", "secret", ""),
        LogStreamName = "stream",
        LogDescriptor = 62,
    };

    private static string[] Of(PlatformSettings settings) =>
        [.. PlatformVariables.Of(settings).Select(pair => $"{pair.Key}={pair.Value}").Order(StringComparer.Ordinal)];
}
