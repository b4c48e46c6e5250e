namespace Samlet.Runtimes.Http;

/// <summary>
/// A request that is not HTTP/1.1 as RFC 9112 has it; it is answered with the status and the connection ends.
/// </summary>
internal sealed class HttpRefusalException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;
}
