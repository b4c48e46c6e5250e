using System.Collections.Concurrent;

namespace Samlet.Sandboxes.Image;

/// <summary>
/// Reads ahead on a thread of its own, so that a layer is decompressed while its files are written. Owns the stream.
/// </summary>
internal sealed class PipelinedStream : ForwardStream
{
    private const int BlockSize = 256 * 1024;
    private const int MostBlocks = 16;

    private readonly BlockingCollection<ArraySegment<byte>> _blocks = new(MostBlocks);
    private readonly CancellationTokenSource _ending = new();
    private readonly Stream _source;
    private readonly Thread _reading;
    private ArraySegment<byte> _current = ArraySegment<byte>.Empty;
    private Exception? _fault;

    public PipelinedStream(Stream source)
    {
        _source = source;
        _reading = new Thread(ReadAhead, 256 * 1024) { IsBackground = true, Name = "read ahead" };
        _reading.Start();
    }

    public override int Read(Span<byte> buffer)
    {
        if (_current.Count == 0 && !_blocks.TryTake(out _current, Timeout.Infinite))
        {
            return _fault is null ? 0 : throw new InvalidDataException(_fault.Message, _fault);
        }

        var count = Math.Min(buffer.Length, _current.Count);
        _current.AsSpan(0, count).CopyTo(buffer);
        _current = _current[count..];
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _ending.Cancel();
            _reading.Join();
            _source.Dispose();
            _blocks.Dispose();
            _ending.Dispose();
        }

        base.Dispose(disposing);
    }

    private void ReadAhead()
    {
        try
        {
            int read;
            do
            {
                var block = new byte[BlockSize];
                read = _source.ReadAtLeast(block, BlockSize, throwOnEndOfStream: false);
                if (read > 0)
                {
                    _blocks.Add(new ArraySegment<byte>(block, 0, read), _ending.Token);
                }
            }
            while (read == BlockSize);
        }
        catch (Exception error) when (error is IOException or InvalidDataException or OperationCanceledException)
        {
            _fault = error;
        }

        _blocks.CompleteAdding();
    }
}
