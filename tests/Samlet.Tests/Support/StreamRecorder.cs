using System.Text;
using System.Threading.Channels;
using Samlet.Runtimes.Streaming;

namespace Samlet.Tests.Support;

/// <summary>A streaming caller that keeps what it gets, part by part.</summary>
internal sealed class StreamRecorder : IResponseStream
{
    private readonly Channel<string> _parts = Channel.CreateUnbounded<string>();

    public string? ContentType { get; private set; }

    /// <summary>Completes a write; null for a caller that takes everything at once.</summary>
    public Task? Pace { get; init; }

    public bool IsGone { get; init; }

    public long Bytes { get; private set; }

    public ValueTask<string> NextAsync() => _parts.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public IReadOnlyList<string> Rest()
    {
        List<string> rest = [];
        while (_parts.Reader.TryRead(out var part))
        {
            rest.Add(part);
        }

        return rest;
    }

    public ValueTask BeginAsync(string contentType, CancellationToken cancellationToken)
    {
        ContentType = contentType;
        return IsGone ? throw new IOException("gone") : default;
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> part, CancellationToken cancellationToken)
    {
        Bytes += part.Length;
        await _parts.Writer.WriteAsync(Encoding.UTF8.GetString(part.Span), cancellationToken);
        await (Pace ?? Task.CompletedTask).WaitAsync(cancellationToken);
    }
}
