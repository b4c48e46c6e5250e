using System.Globalization;
using System.Text;

namespace Samlet.DotnetBootstrap;

/// <summary>
/// The body of a response in chunks. With a prelude it begins with that and eight NULs; a fault goes into the trailers,
/// its object in base64.
/// </summary>
internal sealed class ResponseStream
{
    public const string ErrorTypeTrailer = "Lambda-Runtime-Function-Error-Type";
    public const string ErrorBodyTrailer = "Lambda-Runtime-Function-Error-Body";
    private const int DelimiterLength = 8;

    private readonly HttpConnection _connection;
    private readonly object _gate = new();
    private bool _hasEnded;

    public ResponseStream(HttpConnection connection, byte[] prelude)
    {
        _connection = connection;
        if (prelude.Length > 0)
        {
            WriteChunk(prelude);
            WriteChunk(new byte[DelimiterLength]);
        }
    }

    public long BytesWritten { get; private set; }

    public bool HasError { get; private set; }

    public Task WriteAsync(byte[] buffer, int offset, int count)
    {
        lock (_gate)
        {
            if (_hasEnded)
            {
                return Task.FromException(new InvalidOperationException("Cannot write to a completed stream."));
            }

            BytesWritten += count;
            if (count > 0)
            {
                WriteChunk(buffer.AsSpan(offset, count)); // An empty chunk would be the last one.
            }

            return Task.CompletedTask;
        }
    }

    public void End(Exception? fault)
    {
        lock (_gate)
        {
            _hasEnded = true;
            HasError = fault is not null;
            _connection.Send("0\r\n" + (fault is null ? "" : TrailersOf(fault)) + "\r\n", default);
            _ = _connection.Receive();
        }
    }

    private static string TrailersOf(Exception fault)
    {
        var body = Convert.ToBase64String(Encoding.UTF8.GetBytes(ErrorObject.Of(fault)));
        return $"{ErrorTypeTrailer}: {fault.GetType().Name}\r\n{ErrorBodyTrailer}: {body}\r\n";
    }

    private void WriteChunk(ReadOnlySpan<byte> bytes)
    {
        _connection.Send(bytes.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n", bytes);
        _connection.Send("\r\n", default);
    }
}
