using System.Net;

namespace Samlet;

/// <summary>
/// Sends a request again when the answer says that it may do better later: 429, and what servers have trouble with.
/// Waits as long as `Retry-After` says, else half a second and then twice as long each time; in sum no longer than it
/// is told.
/// Source: RFC 9110, 10.2.3 and 15.6; RFC 6585, 4.
/// </summary>
internal sealed class RetryingHandler(HttpMessageHandler inner, TimeSpan longestWait, TimeProvider time)
    : DelegatingHandler(inner)
{
    private const int MostAttempts = 4;

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(0.5);

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var left = longestWait;
        for (var attempt = 1; ; attempt++)
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (attempt == MostAttempts || !IsPassing(response.StatusCode))
            {
                return response;
            }

            var wait = WaitOf(response) ?? FirstWait * Math.Pow(2, attempt - 1);
            if (wait > left)
            {
                return response;
            }

            response.Dispose();
            left -= wait;
            await Task.Delay(wait, time, cancellationToken);
        }
    }

    private static bool IsPassing(HttpStatusCode status) => status is HttpStatusCode.TooManyRequests
        or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway
        or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    private TimeSpan? WaitOf(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => TimeSpan.FromTicks(Math.Max(0, (date - time.GetUtcNow()).Ticks)),
        _ => null,
    };
}
