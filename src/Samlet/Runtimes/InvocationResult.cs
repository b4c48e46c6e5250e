namespace Samlet.Runtimes;

internal enum InvocationStatus
{
    /// <summary>The runtime posted a response.</summary>
    Success,

    /// <summary>The function, its initialization or the platform on its behalf reported an error.</summary>
    Error,

    /// <summary>The runtime ended without an answer.</summary>
    Crash,

    Timeout,
}

/// <summary>
/// What the caller of an invocation gets. An error's payload is an object such as
/// `{"errorType":"Runtime.ExitError","errorMessage":"RequestId: … Error: …"}`; texts and key order as recorded on the
/// service.
/// </summary>
internal sealed record InvocationResult(InvocationStatus Status, ReadOnlyMemory<byte> Payload)
{
    /// <summary>As the platform records it: `Runtime.ExitError`, `Function.Unknown`; null on success.</summary>
    public string? ErrorType { get; init; }

    /// <summary>
    /// The platform's words for the log, without the request id: `Error: Runtime exited with error: exit status 1`.
    /// </summary>
    public string? Fault { get; init; }

    /// <summary>The cause of a reported error for X-Ray, checked and cropped.</summary>
    public string? Cause { get; init; }

    public string ContentType { get; init; } = "application/json";

    /// <summary>
    /// The caller's stream has got parts of the response already; the payload is then empty, or the error that broke
    /// it.
    /// </summary>
    public bool IsStreamed { get; init; }

    /// <summary>Whether the environment has to be reset.</summary>
    public bool IsBroken => Status is InvocationStatus.Crash or InvocationStatus.Timeout;

    public static InvocationResult TimedOut(string requestId, TimeSpan timeout) =>
        Platform(
            InvocationStatus.Timeout,
            requestId,
            "Sandbox.Timedout",
            $"Task timed out after {timeout.TotalSeconds:F2} seconds");

    /// <summary>The timeout of managed instances, whose text names no request.</summary>
    public static InvocationResult WaitedTooLong(TimeSpan timeout) => new(
        InvocationStatus.Timeout,
        ErrorObject.TypeFirst("Sandbox.Timedout", $"Task timed out after {timeout.TotalSeconds:F2} seconds"))
    {
        ErrorType = "Sandbox.Timedout",
    };

    public static InvocationResult Crashed(string errorType, string reason) =>
        Platform(InvocationStatus.Crash, "", errorType, reason);

    /// <summary>
    /// The platform's own errors name the invocation that gets them, which a failed initialization did not know.
    /// </summary>
    public InvocationResult For(string requestId) => this is { Fault: { } fault, ErrorType: { } errorType }
        ? this with { Payload = ErrorObject.TypeFirst(errorType, $"RequestId: {requestId} {fault}") }
        : this;

    /// <param name="limit">In bytes.</param>
    public static InvocationResult TooLarge(long limit) => new(
        InvocationStatus.Error,
        ErrorObject.MessageFirst(
            FunctionErrorType.ResponseTooLarge,
            $"Response payload size exceeded maximum allowed payload size ({limit} bytes)."))
    {
        ErrorType = FunctionErrorType.ResponseTooLarge,
    };

    public static InvocationResult Refused(string errorType, string message) => new(
        InvocationStatus.Error, ErrorObject.TypeFirst(errorType, message))
    {
        ErrorType = errorType,
    };

    private static InvocationResult Platform(
        InvocationStatus status, string requestId, string errorType, string reason) =>
        new(status, ErrorObject.TypeFirst(errorType, $"RequestId: {requestId} Error: {reason}"))
        {
            ErrorType = errorType,
            Fault = $"Error: {reason}",
        };
}
