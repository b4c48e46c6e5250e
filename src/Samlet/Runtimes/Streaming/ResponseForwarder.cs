namespace Samlet.Runtimes.Streaming;

/// <summary>
/// Hands the parts of one response to the caller's stream until it is closed: by the end of the response, or from
/// outside by a time limit, behind which no part goes out any more.
/// </summary>
internal sealed class ResponseForwarder(IResponseStream stream) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _closing = new();
    private bool _isGone;

    /// <summary>True once the caller has something of the response.</summary>
    public bool HasBegun { get; private set; }

    public async ValueTask SendAsync(string contentType, ReadOnlyMemory<byte> part)
    {
        await _turn.WaitAsync(CancellationToken.None);
        try
        {
            if (!_isGone && !_closing.IsCancellationRequested)
            {
                await SendAsync(contentType, part, _closing.Token);
            }
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            _isGone = true; // The caller has gone, or the time is up; the function is not to notice.
        }
        finally
        {
            _ = _turn.Release();
        }
    }

    /// <summary>Waits for a part on its way, which is told to stop; none follows.</summary>
    public async Task CloseAsync()
    {
        await _closing.CancelAsync();
        await _turn.WaitAsync(CancellationToken.None);
        _ = _turn.Release();
    }

    public void Dispose()
    {
        _closing.Dispose();
        _turn.Dispose();
    }

    private async ValueTask SendAsync(
        string contentType, ReadOnlyMemory<byte> part, CancellationToken cancellationToken)
    {
        if (!HasBegun)
        {
            HasBegun = true;
            await stream.BeginAsync(contentType, cancellationToken);
        }

        if (!part.IsEmpty)
        {
            await stream.WriteAsync(part, cancellationToken);
        }
    }
}
