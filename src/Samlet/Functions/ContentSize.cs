using System.Globalization;

namespace Samlet.Functions;

/// <summary>How much code and layers of a function have together, as far as that is known.</summary>
internal sealed class ContentSize
{
    public const string Hint = "make them smaller, or use a container image";

    private long _bytes;
    private bool _isWhole = true;

    public bool IsTooLarge => _bytes > ArchiveUnpacker.LargestContent;

    /// <summary>A part whose size nobody knows makes the sum a lower bound.</summary>
    public void Add(long? bytes)
    {
        _bytes += bytes ?? 0;
        _isWhole &= bytes is not null;
    }

    public string Sentence(string function) => string.Create(
        CultureInfo.InvariantCulture,
        $"code and layers of `{function}` have {(_isWhole ? "" : "more than ")}{_bytes / 1e6:0.0} MB, and Lambda takes {ArchiveUnpacker.LargestContent / 1e6:0.0}");
}
