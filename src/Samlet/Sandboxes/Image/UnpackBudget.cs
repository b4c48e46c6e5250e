namespace Samlet.Sandboxes.Image;

/// <summary>What an image may unpack to, so that a small file cannot fill a disk.</summary>
internal sealed class UnpackBudget(RootTree tree)
{
    /// <summary>The service's limit for an image, 10 GB.</summary>
    private const long MostBytes = 10L * 1024 * 1024 * 1024;

    private const int MostEntries = 2_000_000;

    private long _bytes;
    private int _entries;

    public void Take(int bytes)
    {
        _bytes += bytes;
        if (_bytes > MostBytes)
        {
            throw tree.Refuse("it unpacks to more than 10 GB, the limit of Lambda");
        }
    }

    public void Count()
    {
        if (++_entries > MostEntries)
        {
            throw tree.Refuse($"it has more than {MostEntries} entries");
        }
    }
}
