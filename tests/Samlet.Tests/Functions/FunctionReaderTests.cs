using Samlet.Functions;
using Samlet.Tests.Support;

namespace Samlet.Tests.Functions;

public sealed class FunctionReaderTests
{
    [Fact]
    public void A_function_has_the_defaults_of_the_service()
    {
        using var functions = TestFunctions.Of("Handler: app.handler\nRuntime: nodejs22.x");
        var function = functions.Read();

        Assert.Equal(("F", "F", "F", "F"), (function.LogicalId, function.Path, function.Name, function.FunctionId));
        Assert.Equal(("nodejs22.x", "app.handler"), (function.Runtime, function.Handler));
        Assert.Equal(
            (TimeSpan.FromSeconds(3), 128, 512),
            (function.Timeout, function.MemorySizeMegabytes, function.EphemeralStorageMegabytes));
        Assert.Equal("x86_64", function.Architecture);
        Assert.Equal(new CodeSource.Folder(functions.Folder) { Written = "." }, function.Code);
        Assert.Equal("", functions.Codes());
    }

    [Fact]
    public void Everything_that_is_set_is_read()
    {
        using var functions = TestFunctions.Of("""
            FunctionName: !Sub '${AWS::StackName}-ratings'
            Handler: app.handler
            Runtime: python3.13
            Timeout: 30
            MemorySize: '512'
            Architectures: [arm64]
            EphemeralStorage: {Size: 1024}
            LoggingConfig: {LogFormat: JSON, ApplicationLogLevel: DEBUG, SystemLogLevel: WARN, LogGroup: /mine}
            TenancyConfig: {TenantIsolationMode: PER_TENANT}
            Tracing: Active
            SnapStart: {ApplyOn: PublishedVersions}
            ReservedConcurrentExecutions: 7
            AutoPublishAlias: live
            CapacityProviderConfig: {PerExecutionEnvironmentMaxConcurrency: 9}
            DurableConfig: {ExecutionTimeout: 3600, RetentionPeriodInDays: 3}
            DeadLetterQueue: {Type: SQS, TargetArn: 'arn:aws:sqs:us-east-1:123456789012:dead'}
            EventInvokeConfig: {MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 60}
            FunctionUrlConfig: {AuthType: NONE, InvokeMode: RESPONSE_STREAM, Cors: {AllowOrigins: ['https://a.example'], MaxAge: 5}}
            """);
        var function = functions.Read();

        Assert.Equal("local-ratings", function.Name);
        Assert.Equal(
            (TimeSpan.FromSeconds(30), 512, 1024),
            (function.Timeout, function.MemorySizeMegabytes, function.EphemeralStorageMegabytes));
        Assert.Equal("arm64", function.Architecture);
        Assert.Equal(
            new LoggingConfig { LogGroup = "/mine", IsJson = true, ApplicationLogLevel = "DEBUG", SystemLogLevel = "WARN" },
            function.Logging);
        Assert.True(function.IsTenantIsolated);
        Assert.True(function.HasActiveTracing);
        Assert.True(function.HasSnapStart);
        Assert.Equal((7, 9), (function.ReservedConcurrency, function.EnvironmentConcurrency));
        Assert.Equal(
            new DurableConfig { ExecutionTimeout = TimeSpan.FromHours(1), RetentionDays = 3 }, function.Durable);
        Assert.Equal("arn:aws:sqs:us-east-1:123456789012:dead", function.DeadLetterTarget);
        Assert.Equal(
            (1, TimeSpan.FromMinutes(1)),
            (function.AsyncInvocation.MaximumRetries, function.AsyncInvocation.MaximumAge));
        Assert.Equal(["live"], function.Aliases);
        Assert.True(function.Url is { NeedsSignature: false, IsStreaming: true, Cors.MaxAge.TotalSeconds: 5 });
        Assert.Equal("", functions.Codes());
    }

    [Fact]
    public void CloudFormation_spells_some_properties_differently()
    {
        using var functions = TestFunctions.Of(
            """
            Handler: app.handler
            Runtime: python3.13
            Code: ./src
            TracingConfig: {Mode: Active}
            DeadLetterConfig: {TargetArn: arn:x}
            CapacityProviderConfig: {LambdaManagedInstancesCapacityProviderConfig: {PerExecutionEnvironmentMaxConcurrency: 2}}
            """,
            "AWS::Lambda::Function");
        var function = functions.Read();

        Assert.Equal(new CodeSource.Folder(Path.Join(functions.Folder, "src")) { Written = "./src" }, function.Code);
        Assert.Equal((true, "arn:x", 2), (function.HasActiveTracing, function.DeadLetterTarget, function.EnvironmentConcurrency));
    }

    [Theory]
    [InlineData("", false, "")]
    [InlineData("LoggingConfig: {LogFormat: Text}", false, "")]
    [InlineData("CapacityProviderConfig: {Arn: arn:x}", true, "")]
    [InlineData("CapacityProviderConfig: {Arn: arn:x}\nLoggingConfig: {LogFormat: JSON}", true, "")]
    [InlineData("CapacityProviderConfig: {Arn: arn:x}\nLoggingConfig: {LogFormat: Text}", true, "SAM0129 8:34")]
    public void Managed_instances_log_JSON(string properties, bool isJson, string codes)
    {
        using var functions = TestFunctions.Of($"Handler: app.handler\nRuntime: nodejs22.x\n{properties}");

        Assert.Equal(isJson, functions.Read().Logging.IsJson);
        Assert.Equal(codes, functions.Codes());
    }

    [Theory]
    [InlineData("MemorySize: 32768\nTimeout: 5400", 32_768, 5400, "")]
    [InlineData("MemorySize: 32769\nTimeout: 5401", 32_768, 5400, "SAM0105 8:19, SAM0105 9:16")]
    public void Managed_instances_have_more_memory_and_time(string lines, int megabytes, int seconds, string codes)
    {
        using var functions = TestFunctions.Of(
            $"Handler: app.handler\nRuntime: nodejs22.x\nCapacityProviderConfig: {{Arn: arn:x}}\n{lines}");
        var function = functions.Read();

        Assert.Equal((megabytes, seconds), (function.MemorySizeMegabytes, (int)function.Timeout.TotalSeconds));
        Assert.Equal(codes, functions.Codes());
    }

    [Theory]
    [InlineData("Timeout: 901", 900, "SAM0105 7:16")]
    [InlineData("Timeout: 0", 1, "SAM0105 7:16")]
    [InlineData("Timeout: 2.7", 2, "SAM0105 7:16")]
    [InlineData("Timeout: '20'", 20, "")]
    [InlineData("Timeout: soon", 3, "SAM0104 7:16")]
    [InlineData("Timeout: [3]", 3, "SAM0103 7:16")]
    [InlineData("Timeout: 1e99", 900, "SAM0105 7:16")]
    [InlineData("TimeOut: 20", 3, "SAM0102 7:7")]
    public void A_timeout_out_of_range_is_told(string line, int seconds, string codes)
    {
        using var functions = TestFunctions.Of($"Handler: app.handler\nRuntime: nodejs22.x\n{line}");
        Assert.Equal(TimeSpan.FromSeconds(seconds), functions.Read().Timeout);
        Assert.Equal(codes, functions.Codes());
    }

    [Theory]
    [InlineData("MemorySize: 64", "SAM0105")]
    [InlineData("MemorySize: 20000", "SAM0105")]
    [InlineData("EphemeralStorage: {Size: 100}", "SAM0105")]
    [InlineData("Architectures: [arm]", "SAM0106")]
    [InlineData("Architectures: [arm64, x86_64]", "SAM0121")]
    [InlineData("Tracing: active", "SAM0106")]
    [InlineData("Runtime: nodejs22", "SAM0110")]
    [InlineData("Environment: {Variables: {1A: x}}", "SAM0111")]
    [InlineData("Environment: {Variables: {AWS_REGION: x}}", "SAM0127")]
    [InlineData("Environment: {Variables: {NAME: [x]}}", "SAM0112")]
    [InlineData("Layers: [shared]", "SAM0114")]
    [InlineData("CodeUri: nowhere", "SAM0109")]
    [InlineData("Handlr: x", "SAM0102")]
    public void A_fault_is_told_with_its_code_and_its_resource(string line, string code)
    {
        var basics = line.StartsWith("Runtime", StringComparison.Ordinal) ? "Handler: a.b" : "Handler: a.b\nRuntime: nodejs22.x";
        using var functions = TestFunctions.Of($"{basics}\n{line}");
        functions.Read();

        var diagnostic = Assert.Single(functions.Template.Diagnostics);
        Assert.Equal((code, "F"), (diagnostic.Code, diagnostic.Resource));
    }

    [Theory]
    [InlineData("TimeOut: 3", "did you mean `Timeout`?")]
    [InlineData("Enviroment: {}", "did you mean `Environment`?")]
    [InlineData("CodeUrl: src", "did you mean `CodeUri`?")]
    public void An_unknown_property_names_the_nearest_one(string line, string hint)
    {
        using var functions = TestFunctions.Of($"Handler: a.b\nRuntime: nodejs22.x\n{line}");
        functions.Read();
        Assert.Equal(hint, Assert.Single(functions.Template.Diagnostics).Hint);
    }

    [Fact]
    public void One_bad_property_never_spoils_its_neighbours()
    {
        using var functions = TestFunctions.Of("Handler: {a: b}\nRuntime: nodejs22.x\nTimeout: 20\nMemorySize: [1]\nEnvironment: 3");
        var function = functions.Read();

        Assert.Equal((null, "nodejs22.x"), (function.Handler, function.Runtime));
        Assert.Equal((TimeSpan.FromSeconds(20), 128), (function.Timeout, function.MemorySizeMegabytes));
        Assert.Equal("SAM0107 2:3, SAM0103 5:16, SAM0103 8:19, SAM0103 9:20", functions.Codes());
    }

    [Fact]
    public void A_variable_keeps_where_its_value_comes_from()
    {
        using var functions = new TestFunctions("""
            Parameters:
              Stage: {Type: String, Default: dev}
              Key: {Type: String, Default: hidden, NoEcho: true}
            Resources:
              Table: {Type: AWS::DynamoDB::Table}
              F:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: a.b
                  Runtime: nodejs22.x
                  Environment:
                    Variables: {STAGE: !Ref Stage, KEY: !Ref Key, TABLE: !Ref Table, COUNT: 1.50, FLAG: true}
            """);
        var variables = functions.Read().Environment;

        Assert.Equal(["STAGE", "KEY", "TABLE", "COUNT", "FLAG"], variables.Select(variable => variable.Name));
        Assert.Equal(["dev", "hidden", "1.50", "true"], variables.Where(variable => variable.Name != "TABLE").Select(variable => variable.Value));
        Assert.Equal(VariableSource.Template, variables[0].Source);
        Assert.Equal((true, false), (variables[1].IsSecret, variables[0].IsSecret));
        Assert.Equal(VariableSource.Placeholder, variables[2].Source);
    }

    [Fact]
    public void Too_large_an_environment_is_told()
    {
        using var functions = TestFunctions.Of(
            $"Handler: a.b\nRuntime: nodejs22.x\nEnvironment:\n  Variables:\n    BIG: {new string('x', 4096)}");
        functions.Read();
        Assert.StartsWith("SAM0113", functions.Codes(), StringComparison.Ordinal);
    }
}
