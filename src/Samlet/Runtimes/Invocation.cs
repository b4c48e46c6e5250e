using Samlet.Runtimes.Logs;
using Samlet.Runtimes.Streaming;

namespace Samlet.Runtimes;

/// <summary>
/// One call of a function as the runtime gets it from `GET /runtime/invocation/next`: the payload byte for byte and
/// what goes into the answer's headers. Source: Lambda developer guide, Runtime API.
/// </summary>
internal sealed record Invocation
{
    /// <summary>A UUID in text form.</summary>
    public required string RequestId { get; init; }

    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>The ARN as invoked; with a qualifier only when the call named one.</summary>
    public required string FunctionArn { get; init; }

    /// <summary>X-Ray header text, `Root=…;Parent=…;Sampled=0`.</summary>
    public string? TraceId { get; init; }

    /// <summary>JSON text, without the base64 layer of the public header.</summary>
    public string? ClientContext { get; init; }

    /// <summary>JSON text with `cognitoIdentityId` and `cognitoIdentityPoolId`.</summary>
    public string? CognitoIdentity { get; init; }

    public string? TenantId { get; init; }

    /// <summary>Takes the end of this invocation's log, for callers that want it; it is whole after REPORT.</summary>
    public LogTail? LogTail { get; init; }

    public string ContentType { get; init; } = "application/json";

    /// <summary>Takes the response while it is made; null for a caller who waits for all of it.</summary>
    public IResponseStream? Stream { get; init; }

    /// <summary>Set when the invocation is handed to the runtime: that moment plus the function's timeout.</summary>
    public DateTimeOffset Deadline { get; init; }
}
