using System.Text.Json;
using System.Text.RegularExpressions;

namespace Samlet.E2ETests;

/// <summary>
/// Everything a function of each language sees, against what was recorded on the service: the whole environment, the
/// whole context, a whole error object. Paths of this computer are shown as Lambda's, what changes as its kind. A plain
/// process is told of no layers where it has none. In every version that is installed here; one of each language is run
/// by whichever there is.
/// </summary>
public sealed partial class LanguageBaselineTests
{
    private const string Common = """
        AWS_ACCESS_KEY_ID=KEY
        AWS_DEFAULT_REGION=eu-west-1
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE=1024
        AWS_LAMBDA_FUNCTION_NAME=ratings
        AWS_LAMBDA_FUNCTION_TIMEOUT=7
        AWS_LAMBDA_FUNCTION_VERSION=$LATEST
        AWS_LAMBDA_INITIALIZATION_TYPE=on-demand
        AWS_LAMBDA_LOG_GROUP_NAME=/aws/lambda/ratings
        AWS_LAMBDA_LOG_STREAM_NAME=STREAM
        AWS_LAMBDA_RUNTIME_API=ADDRESS
        AWS_REGION=eu-west-1
        AWS_SAM_LOCAL=true
        AWS_SECRET_ACCESS_KEY=SECRET
        AWS_SESSION_TOKEN=TOKEN
        AWS_XRAY_CONTEXT_MISSING=LOG_ERROR
        AWS_XRAY_DAEMON_ADDRESS=169.254.100.1:2000
        LAMBDA_RUNTIME_DIR=/var/runtime
        LAMBDA_TASK_ROOT=/var/task
        LANG=en_US.UTF-8
        LD_LIBRARY_PATH=/var/lang/lib:/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib
        PATH=/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin
        PWD=/var/task
        SHLVL=0
        TABLE=stars
        TZ=:UTC
        _AWS_XRAY_DAEMON_ADDRESS=169.254.100.1
        _AWS_XRAY_DAEMON_PORT=2000
        _HANDLER=app.handler
        _X_AMZN_TRACE_ID=TRACE
        """;

    private const string NodeCode = """
        exports.handler = async (event, context) => {
          if (event === 'fail') throw new RangeError('too dark');
          return event === 'context'
            ? Object.entries(context).map(([name, value]) => `${name}=${typeof value === 'function' ? '()' : value}`)
            : Object.entries(process.env).map(([name, value]) => `${name}=${value}`);
        };
        """;

    private const string ContextOfNode24 = """
        awsRequestId=ID
        clientContext=undefined
        functionName=ratings
        functionVersion=$LATEST
        getRemainingTimeInMillis=()
        identity=undefined
        invokedFunctionArn=arn:aws:lambda:eu-west-1:123456789012:function:ratings
        logGroupName=/aws/lambda/ratings
        logStreamName=STREAM
        memoryLimitInMB=1024
        tenantId=undefined
        w3c=()
        xRayTraceId=TRACE
        """;

    private const string PythonCode = """
        import os

        def handler(event, context):
            if event == "fail":
                raise ValueError("too dark")
            if event == "context":
                names = [name for name in dir(context) if not name.startswith("_")]
                return [f"{name}={'()' if callable(getattr(context, name)) else getattr(context, name)}" for name in names]
            return [f"{name}={value}" for name, value in os.environ.items()]
        """;

    private const string RubyCode = """
        def handler(event:, context:)
          raise ArgumentError, 'too dark' if event == 'fail'
          return ENV.map { |name, value| "#{name}=#{value}" } unless event == 'context'

          context.public_methods(false).map do |name|
            "#{name}=#{name == :get_remaining_time_in_millis ? '()' : context.public_send(name).inspect}"
          end
        end
        """;

    [Theory]
    [MemberData(nameof(Rows), "nodejs", "18.x 20.x 22.x 24.x 26.x")]
    [Requires("node", RequiresAttribute.Linux)]
    public async Task A_Node_function_sees_what_it_sees_on_Lambda(string runtime, string sandbox)
    {
        using var app = New(runtime, "js", NodeCode).In(sandbox);

        Assert.Equal(
            WithCommon(
                sandbox,
                $"AWS_EXECUTION_ENV=AWS_Lambda_{runtime}",
                $"NODE_PATH=/opt/nodejs/node{runtime[6..8]}/node_modules:/opt/nodejs/node_modules:/var/runtime/node_modules:/var/runtime:/var/task"),
            await SeenAsync(app, "environment"));
        Assert.Equal(
            runtime is "nodejs24.x" or "nodejs26.x" ? ContextOfNode24 : """
            awsRequestId=ID
            callbackWaitsForEmptyEventLoop=true
            clientContext=undefined
            done=()
            fail=()
            functionName=ratings
            functionVersion=$LATEST
            getRemainingTimeInMillis=()
            identity=undefined
            invokedFunctionArn=arn:aws:lambda:eu-west-1:123456789012:function:ratings
            logGroupName=/aws/lambda/ratings
            logStreamName=STREAM
            memoryLimitInMB=1024
            succeed=()
            tenantId=undefined
            """,
            await SeenAsync(app, "context"));
        Assert.StartsWith(
            """{"errorType":"RangeError","errorMessage":"too dark","trace":["RangeError: too dark","    at exports.handler (/var/task/app.js:2:""",
            await FailureAsync(app),
            StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Rows), "python", "3.9 3.10 3.11 3.12 3.13 3.14 3.15")]
    [Requires("python3", RequiresAttribute.Linux)]
    public async Task A_Python_function_sees_what_it_sees_on_Lambda(string runtime, string sandbox)
    {
        using var app = New(runtime, "py", PythonCode).In(sandbox);

        Assert.Equal(
            WithCommon(
                sandbox,
                [
                    $"AWS_EXECUTION_ENV=AWS_Lambda_{runtime}",
                    "PYTHONPATH=/var/runtime",
                    .. runtime is "python3.9" or "python3.10" or "python3.11" ? [] : (string[])["LC_CTYPE=C.UTF-8"],
                ]),
            await SeenAsync(app, "environment"));
        Assert.Equal(
            """
            aws_request_id=ID
            client_context=None
            function_name=ratings
            function_version=$LATEST
            get_remaining_time_in_millis=()
            identity=CognitoIdentity([cognito_identity_id=None,cognito_identity_pool_id=None])
            invoked_function_arn=arn:aws:lambda:eu-west-1:123456789012:function:ratings
            log=()
            log_group_name=/aws/lambda/ratings
            log_stream_name=STREAM
            memory_limit_in_mb=1024
            tenant_id=None
            """,
            await SeenAsync(app, "context"));
        Assert.Equal(
            """
            {"errorMessage": "too dark", "errorType": "ValueError", "requestId": "ID", "stackTrace": ["  File \"/var/task/app.py\", line 5, in handler\n    raise ValueError(\"too dark\")\n"]}
            """,
            await FailureAsync(app));
    }

    [Theory]
    [MemberData(nameof(Rows), "ruby", "3.2 3.3 3.4 4.0")]
    [Requires("ruby", RequiresAttribute.Linux)]
    public async Task A_Ruby_function_sees_what_it_sees_on_Lambda(string runtime, string sandbox)
    {
        using var app = New(runtime, "rb", RubyCode).In(sandbox);

        Assert.Equal(
            WithCommon(
                sandbox,
                $"AWS_EXECUTION_ENV=AWS_Lambda_{runtime}",
                "GEM_HOME=/var/runtime",
                $"GEM_PATH=/var/task/vendor/bundle/ruby/{runtime[4..]}.0:/opt/ruby/gems/{runtime[4..]}.0:/var/runtime:/var/runtime/ruby/{runtime[4..]}.0",
                "RUBYLIB=/var/runtime/gems/aws_lambda_ric-3.1.3/lib:/var/task:/var/runtime/lib:/opt/ruby/lib"),
            await SeenAsync(app, "environment"));
        Assert.Equal(
            """
            aws_request_id="ID"
            client_context=nil
            deadline_ms=TIME
            function_name="ratings"
            function_version="$LATEST"
            get_remaining_time_in_millis=()
            identity=nil
            invoked_function_arn="arn:aws:lambda:eu-west-1:123456789012:function:ratings"
            log_group_name="/aws/lambda/ratings"
            log_stream_name="STREAM"
            memory_limit_in_mb="1024"
            tenant_id=nil
            """,
            await SeenAsync(app, "context"));
        Assert.Matches(
            """^{"errorMessage":"too dark","errorType":"Function<ArgumentError>","stackTrace":\["/var/task/app.rb:2:in [`'](Object#)?handler'"\]}$""",
            await FailureAsync(app));
    }

    /// <summary>Each version that is installed in each sandbox, and one that any version runs.</summary>
    public static async Task<TheoryData<string, string>> Rows(string language, string versions)
    {
        var installed = await InstalledVersions.FindAsync();
        TheoryData<string, string> rows = [];
        foreach (var runtime in versions.Split(' ').Select(version => language + version))
        {
            if (runtime is "nodejs22.x" or "python3.13" or "ruby3.4" || installed.Contains(runtime))
            {
                rows.Add(runtime, TestApp.Process);
                rows.Add(runtime, TestApp.Linux);
            }
        }

        return rows;
    }

    private static TestApp New(string runtime, string ending, string code) => TestApp.WithFunction(
        runtime,
        "app.handler",
        "FunctionName: ratings\nTimeout: 7\nMemorySize: 1024\nEnvironment: {Variables: {TABLE: stars}}")
        .With($"src/app.{ending}", code);

    private static string WithCommon(string sandbox, params string[] own)
    {
        var lines = Common.Split('\n').Concat(own).Order(StringComparer.Ordinal);
        return string.Join('\n', sandbox == TestApp.Linux ? lines : lines.Select(WithoutLayers));
    }

    private static string WithoutLayers(string variable)
    {
        var start = variable.IndexOf('=', StringComparison.Ordinal) + 1;
        var parts = variable[start..].Split(':').Where(part => !part.StartsWith("/opt/", StringComparison.Ordinal));
        return variable[..start] + string.Join(':', parts);
    }

    private static async Task<string> SeenAsync(TestApp app, string what)
    {
        var result = await RunAsync(app, what);
        Assert.True(result.ExitCode == 0, result.ToString());
        var lines = JsonSerializer.Deserialize<string[]>(result.Out)!;
        return string.Join('\n', lines.Select(line => Masked(line, app)).Order(StringComparer.Ordinal));
    }

    private static async Task<string> FailureAsync(TestApp app)
    {
        var result = await RunAsync(app, "fail");
        Assert.True(result.ExitCode == 3, result.ToString());
        return Masked(result.Out.TrimEnd('\n'), app);
    }

    private static Task<ProgramResult> RunAsync(TestApp app, string what)
    {
        _ = app.With("event.json", $"\"{what}\"");
        return (app.Invocation("-e", "event.json", "--region", "eu-west-1") with
        {
            Environment = new Dictionary<string, string>
            {
                ["AWS_ACCESS_KEY_ID"] = "KEY",
                ["AWS_SECRET_ACCESS_KEY"] = "SECRET",
                ["AWS_SESSION_TOKEN"] = "TOKEN",
            },
        }).RunAsync();
    }

    private static string Masked(string text, TestApp app)
    {
        text = text.Replace(app.Folder.PathOf("src"), "/var/task", StringComparison.Ordinal);
        text = Interpreter().Replace(text, "$1=/var/lang/$2:");
        text = Stream().Replace(text, "STREAM");
        text = Identifier().Replace(text, "ID");
        text = Deadline().Replace(text, "deadline_ms=TIME");
        return Trace().Replace(Address().Replace(text, "=ADDRESS"), "=TRACE");
    }

    /// <summary>The service's Ruby has it twice.</summary>
    [GeneratedRegex("^(PATH|LD_LIBRARY_PATH)=[^:]*/(bin|lib):(?:/var/lang/(?:bin|lib):)?")]
    private static partial Regex Interpreter();

    [GeneratedRegex(@"\d{4}/\d\d/\d\d/\[\$LATEST\][0-9a-f]{32}")]
    private static partial Regex Stream();

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Identifier();

    [GeneratedRegex(@"deadline_ms=\d{13}")]
    private static partial Regex Deadline();

    [GeneratedRegex(@"=127\.0\.0\.1:\d+")]
    private static partial Regex Address();

    [GeneratedRegex("=Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0")]
    private static partial Regex Trace();
}
