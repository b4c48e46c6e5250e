using System.Globalization;
using System.Text;

namespace Samlet.Cli;

/// <summary>
/// Says on standard error what is being fetched; where a person looks at it also how far it is, on a line that is
/// written again and again and gone in the end. What comes before the beginning is not shown.
/// </summary>
internal sealed class TransferDisplay(Terminal terminal, TimeProvider time) : ITransferWatcher
{
    private const string Clear = "\r\u001b[K";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Lock _writing = new();
    private readonly Dictionary<string, TransferProgress> _parts = new(StringComparer.Ordinal);
    private readonly bool _isLive = terminal.IsErrorTerminal && terminal.HasColors;
    private long _last;
    private string _title = "";

    public void Begin(string title)
    {
        lock (_writing)
        {
            _title = title;
            _parts.Clear();
            Write($"{title} ...\n");
        }
    }

    public void Advance(TransferProgress progress)
    {
        if (!_isLive || _title.Length == 0)
        {
            return;
        }

        lock (_writing)
        {
            _parts[progress.Name] = progress;
            if (time.GetElapsedTime(_last) >= Pause)
            {
                _last = time.GetTimestamp();
                var received = _parts.Values.Sum(static part => part.Received);
                var total = _parts.Values.Sum(static part => part.Total);
                Write($"{Clear}{_title}: {Megabytes(received)} of {Megabytes(total)} MB");
            }
        }
    }

    public void End()
    {
        lock (_writing)
        {
            if (_isLive && _parts.Count > 0)
            {
                Write(Clear);
            }

            _title = "";
        }
    }

    private void Write(string text) => terminal.Error.Write(Encoding.UTF8.GetBytes(text));

    private static string Megabytes(long bytes) =>
        (bytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture);
}
