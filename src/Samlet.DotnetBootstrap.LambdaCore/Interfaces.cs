namespace Amazon.Lambda.Core;

/// <summary>
/// The members that later versions of the package added have a body there, so that a class without them still is one.
/// </summary>
public interface ILambdaContext
{
    string? AwsRequestId { get; }

    IClientContext? ClientContext { get; }

    string? FunctionName { get; }

    string? FunctionVersion { get; }

    ICognitoIdentity? Identity { get; }

    string? InvokedFunctionArn { get; }

    ILambdaLogger Logger { get; }

    string? LogGroupName { get; }

    string? LogStreamName { get; }

    int MemoryLimitInMB { get; }

    TimeSpan RemainingTime { get; }

    string? TenantId { get; }

    string? TraceId { get; }

    ILambdaSerializer? Serializer { get; }
}

public interface ILambdaLogger
{
    void Log(string message);

    void LogLine(string message);

    void Log(string level, string message);

    void Log(string level, string message, params object?[]? args);

    void Log(string level, Exception exception, string message, params object?[]? args);
}

public interface ILambdaSerializer
{
    T Deserialize<T>(Stream requestStream);

    void Serialize<T>(T response, Stream responseStream);
}

public interface IClientContext
{
    IDictionary<string, string>? Environment { get; }

    IClientApplication? Client { get; }

    IDictionary<string, string>? Custom { get; }
}

public interface IClientApplication
{
    string? AppPackageName { get; }

    string? AppTitle { get; }

    string? AppVersionCode { get; }

    string? AppVersionName { get; }

    string? InstallationId { get; }
}

public interface ICognitoIdentity
{
    string? IdentityId { get; }

    string? IdentityPoolId { get; }
}
