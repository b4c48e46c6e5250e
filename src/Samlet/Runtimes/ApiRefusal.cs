namespace Samlet.Runtimes;

/// <summary>
/// A call that the Runtime API or the Extensions API refuses: `{"errorMessage":…,"errorType":…}` with a status.
/// Source: the service's own runtime interface emulator.
/// </summary>
internal sealed record ApiRefusal(int Status, string ErrorType, string Message)
{
    public static ApiRefusal RequestId { get; } = new(400, "InvalidRequestID", "Invalid request ID");

    public static ApiRefusal ResponseMode { get; } =
        new(400, "InvalidFunctionResponseMode", "Invalid function response mode");

    public static ApiRefusal Truncated { get; } =
        new(400, "TruncatedHTTPRequest", "HTTP request detected as truncated");

    /// <param name="limit">In bytes.</param>
    public static ApiRefusal TooLarge(long limit) =>
        new(413, "RequestEntityTooLarge", $"Exceeded maximum allowed payload size ({limit} bytes).");

    public static ApiRefusal Transition(RuntimeState from, RuntimeState to) => new(
        403,
        "InvalidStateTransition",
        $"State transition from {from} to {to} failed for runtime. Error: State transition is not allowed");
}

/// <summary>What a call gets, or why it is refused.</summary>
internal readonly record struct Answerable<T>
    where T : class
{
    public Answerable(T value) => Value = value;

    public Answerable(ApiRefusal refusal) => Refusal = refusal;

    public T? Value { get; }

    public ApiRefusal? Refusal { get; }
}
