namespace Samlet;

/// <summary>
/// A folder of the cache for what is being made; gone with its owner, or found by others when its owner was killed.
/// </summary>
internal sealed class ScratchFolder : IDisposable
{
    public const string Prefix = ".partial-";

    private CacheHold? _hold;

    /// <param name="parent">The folder of its kind, which is there.</param>
    /// <param name="create">Creates a folder.</param>
    public ScratchFolder(string parent, Action<string> create)
    {
        do
        {
            Path = NewPath(parent);
            create(Path);
        }
        while ((_hold = CacheHold.TryShare(Path)) is null); // Removed before it could be marked.
    }

    public string Path { get; }

    public static string NewPath(string parent) => System.IO.Path.Join(parent, Prefix + Guid.NewGuid().ToString("N"));

    /// <summary>Gives it a name for good, and its mark to the caller.</summary>
    public CacheHold MoveTo(string entry)
    {
        Directory.Move(Path, entry);
        var hold = _hold!; // It is given away only here, and a folder moves only once.
        _hold = null;
        return hold;
    }

    public void Dispose()
    {
        if (_hold is not null)
        {
            CacheFolder.Remove(Path);
            _hold.Dispose();
        }
    }
}
