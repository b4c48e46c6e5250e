using Samlet.Runtimes.Http;

namespace Samlet.Runtimes;

/// <summary>The answers that all APIs inside an execution environment have in common.</summary>
internal static class ApiAnswer
{
    public static HttpAnswer Accepted { get; } = new(202) { Body = """{"status":"OK"}"""u8.ToArray() };

    public static HttpAnswer NotFound { get; } =
        new(404) { ContentType = "text/plain", Body = "404 page not found\n"u8.ToArray() };

    /// <summary>Accepted, unless there is a refusal.</summary>
    public static HttpAnswer To(ApiRefusal? refusal) => refusal is null ? Accepted : new(refusal.Status)
    {
        Body = ErrorObject.MessageFirst(refusal.ErrorType, refusal.Message),
        Closes = refusal == ApiRefusal.Truncated,
    };
}
