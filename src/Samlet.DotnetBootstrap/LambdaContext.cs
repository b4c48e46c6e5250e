using Amazon.Lambda.Core;

namespace Samlet.DotnetBootstrap;

/// <summary>
/// The context of one invocation. Members that the function's version of the interface does not have are of no harm.
/// </summary>
internal sealed class LambdaContext(
    Invocation invocation, FunctionEnvironment environment, Log log, ILambdaSerializer? serializer) : ILambdaContext
{
    private ClientContext? _clientContext;
    private CognitoIdentity? _identity;

    public string? AwsRequestId => invocation.RequestId;

    public IClientContext? ClientContext =>
        _clientContext ??= DotnetBootstrap.ClientContext.Of(invocation.ClientContext);

    public string? FunctionName => environment.Name;

    public string? FunctionVersion => environment.Version;

    public ICognitoIdentity? Identity => _identity ??= CognitoIdentity.Of(invocation.Identity);

    public string? InvokedFunctionArn => invocation.FunctionArn;

    public ILambdaLogger Logger { get; } = new ContextLogger(log);

    public string? LogGroupName => environment.LogGroup;

    public string? LogStreamName => environment.LogStream;

    public int MemoryLimitInMB => environment.MemoryMegabytes;

    public TimeSpan RemainingTime => invocation.Deadline - DateTime.UtcNow;

    public string? TenantId => invocation.TenantId;

    public string? TraceId => invocation.TraceId;

    public ILambdaSerializer? Serializer => serializer;
}
