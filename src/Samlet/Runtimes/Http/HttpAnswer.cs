using System.Globalization;
using System.Text;

namespace Samlet.Runtimes.Http;

/// <summary>A status, headers and a body; headers without a value are left out.</summary>
internal sealed record HttpAnswer(int Status)
{
    public string ContentType { get; init; } = "application/json";

    public IReadOnlyList<KeyValuePair<string, string?>> Headers { get; init; } = [];

    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Ends the connection after this answer.</summary>
    public bool Closes { get; init; }

    public byte[] Head()
    {
        var head = new StringBuilder(512);
        _ = head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {Status} {Reason}\r\n");
        Append(head, "Content-Type", ContentType);
        foreach (var (name, value) in Headers)
        {
            Append(head, name, value);
        }

        Append(head, "Connection", Closes ? "close" : null);
        _ = head.Append(CultureInfo.InvariantCulture, $"Content-Length: {Body.Length}\r\n\r\n");
        return Encoding.UTF8.GetBytes(head.ToString());
    }

    private string Reason => Status switch
    {
        200 => "OK",
        202 => "Accepted",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        410 => "Gone",
        413 => "Payload Too Large",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        505 => "HTTP Version Not Supported",
        _ => "Unknown",
    };

    /// <summary>
    /// A line break inside a value would start a header of its own; in JSON, where it can occur, a blank is the same.
    /// </summary>
    private static void Append(StringBuilder head, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            _ = head.Append(name).Append(": ").Append(value.Replace('\r', ' ').Replace('\n', ' ')).Append("\r\n");
        }
    }
}
