using System.Globalization;

namespace Samlet.DotnetBootstrap;

/// <summary>An event, and what its headers say.</summary>
internal sealed class Invocation(HttpReply reply)
{
    private readonly string? _deadline = reply.Header("Lambda-Runtime-Deadline-Ms");

    public byte[] Payload => reply.Body;

    public string RequestId { get; } = reply.Header("Lambda-Runtime-Aws-Request-Id")
        ?? throw new RuntimeApiException("an event came without a request ID");

    public string? TraceId { get; } = reply.Header("Lambda-Runtime-Trace-Id");

    public string? FunctionArn { get; } = reply.Header("Lambda-Runtime-Invoked-Function-Arn");

    public string? TenantId { get; } = reply.Header("Lambda-Runtime-Aws-Tenant-Id");

    public string? ClientContext { get; } = reply.Header("Lambda-Runtime-Client-Context");

    public string? Identity { get; } = reply.Header("Lambda-Runtime-Cognito-Identity");

    public DateTime Deadline =>
        long.TryParse(_deadline, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
            ? DateTime.UnixEpoch.AddMilliseconds(milliseconds)
            : DateTime.UnixEpoch;
}
