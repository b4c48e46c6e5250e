using System.Buffers;
using System.Text;

namespace Samlet.E2ETests.Support;

/// <summary>Everything a stream brings, kept as it comes, with a task for whoever waits for a certain text.</summary>
internal sealed class OutputCapture
{
    private readonly ArrayBufferWriter<byte> _kept = new();
    private readonly List<(string Text, TaskCompletionSource Seen)> _awaited = [];
    private readonly Lock _gate = new();

    public OutputCapture(Stream stream) => Done = ReadAsync(stream);

    public Task Done { get; }

    public byte[] Bytes
    {
        get
        {
            lock (_gate)
            {
                return _kept.WrittenSpan.ToArray();
            }
        }
    }

    public string Text => Encoding.UTF8.GetString(Bytes);

    public Task UntilHasAsync(string text)
    {
        lock (_gate)
        {
            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((text, seen));
            TellWhoWaits();
            return seen.Task;
        }
    }

    private async Task ReadAsync(Stream stream)
    {
        var buffer = new byte[64 * 1024];
        int count;
        while ((count = await stream.ReadAsync(buffer)) > 0)
        {
            lock (_gate)
            {
                _kept.Write(buffer.AsSpan(0, count));
                TellWhoWaits();
            }
        }
    }

    private void TellWhoWaits()
    {
        if (_awaited.Count == 0)
        {
            return;
        }

        var text = Encoding.UTF8.GetString(_kept.WrittenSpan);
        foreach (var (awaited, seen) in _awaited)
        {
            if (text.Contains(awaited, StringComparison.Ordinal))
            {
                seen.TrySetResult();
            }
        }
    }
}
