namespace Samlet.Sandboxes.Image;

/// <summary>
/// The layers of an image in their order, a few of them loaded ahead: while one is unpacked the next ones arrive.
/// </summary>
internal sealed class LayerQueue : IDisposable
{
    private const int MostAtOnce = 3;

    private readonly SemaphoreSlim _turns = new(MostAtOnce);
    private readonly IImageSource _source;
    private readonly Task<Stream>[] _layers;
    private readonly int _count;
    private int _taken;

    public LayerQueue(ImageContent content, IImageSource source, CancellationToken cancellationToken)
    {
        _source = source;
        _count = content.Layers.Count;
        _layers = new Task<Stream>[_count];
        Content = content;
        CancellationToken = cancellationToken;
    }

    private ImageContent Content { get; }

    private CancellationToken CancellationToken { get; }

    /// <summary>Each layer once, in their order. The first call starts all: an image that is here needs none.</summary>
    public Task<Stream> OpenAsync(int index)
    {
        if (_taken == 0)
        {
            Start();
        }

        _taken = index + 1;
        return _layers[index];
    }

    /// <summary>Waits for what was begun and is not wanted any more.</summary>
    public async Task EndAsync()
    {
        for (var index = _taken; _taken > 0 && index < _count; index++)
        {
            await DropAsync(_layers[index]);
        }
    }

    public void Dispose() => _turns.Dispose();

    private void Start()
    {
        for (var index = 0; index < _count; index++)
        {
            _layers[index] = LoadAsync(Content.Layers[index]);
        }
    }

    private async Task<Stream> LoadAsync(ImageLayer layer)
    {
        await _turns.WaitAsync(CancellationToken);
        try
        {
            return await _source.OpenAsync(layer, CancellationToken);
        }
        finally
        {
            _ = _turns.Release();
        }
    }

    private static async Task DropAsync(Task<Stream> layer)
    {
        try
        {
            await (await layer).DisposeAsync();
        }
        catch (Exception error) when (error is UserErrorException or OperationCanceledException or IOException)
        {
            // Another layer's failure, or the end that was asked for, is what people are told.
        }
    }
}
