using System.Security.Cryptography;
using System.Text;
using Samlet.Functions;

namespace Samlet.Layers;

/// <summary>
/// The layer versions that are on this computer, each in a folder under the name that `sam local` gives it, so that a
/// cache of that tool can be used. A version never changes, so what is here is right for ever. A note beside the
/// folders tells which is whose without that name, whose hash would cost the start of a crypto library.
/// </summary>
internal sealed class LayerStore
{
    private const string Kind = "published";
    private const string NoteFolder = ".versions";
    private const string TurnFolder = ".locks";
    private const string ContentFolder = "content";
    private const string LayerRoot = "/opt";
    private const int HashLength = 10;

    private readonly CacheFolder _parent;
    private readonly string _kind;
    private readonly string? _otherFolder;

    private LayerStore(CacheFolder parent, string kind, string? otherFolder) =>
        (_parent, _kind, _otherFolder) = (parent, kind, otherFolder);

    public string Folder => Path.Join(_parent.Path, _kind);

    /// <summary>In Samlet's cache; what `sam local` has in its own is used from there.</summary>
    public static LayerStore In(CacheFolder cache, HostEnvironment host) =>
        new(cache, Kind, Path.Join(host.HomeFolder, ".aws-sam", "layers-pkg"));

    /// <summary>In a folder that is kept for layers.</summary>
    public static LayerStore In(string folder)
    {
        var whole = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        return Path.GetDirectoryName(whole) is { } parent
            ? new LayerStore(new CacheFolder(parent), Path.GetFileName(whole), otherFolder: null)
            : throw new UserErrorException(
                $"layers cannot be kept in `{folder}`", "name a folder with --layer-cache-basedir");
    }

    /// <summary>Null when it has to be fetched.</summary>
    public StoredLayer? Find(LayerVersionArn layer)
    {
        var stored = LayerNote.TryRead(NotePath(layer)) is { } note ? Resolve(note) : null;
        if (stored is not null && IsHere(stored.Folder))
        {
            return stored;
        }

        return Adopt(layer, Folder) ?? (_otherFolder is null ? null : Adopt(layer, _otherFolder));
    }

    /// <summary>One process at a time brings a layer; the others find it when their turn comes.</summary>
    public Task<FileLock> TakeTurnAsync(LayerVersionArn layer, CancellationToken cancellationToken) =>
        FileLock.TakeAsync(Path.Join(Hidden(TurnFolder), NameOf(layer)), cancellationToken);

    /// <param name="layer">Whose content it is; content that is there is replaced.</param>
    /// <param name="version">What Lambda says of it.</param>
    /// <param name="load">Writes the archive to this path.</param>
    /// <param name="cancellationToken">Ends it, and nothing is left.</param>
    public async Task<StoredLayer> AddAsync(
        LayerVersionArn layer, LayerVersion version, Func<string, Task> load, CancellationToken cancellationToken)
    {
        var name = NameOf(layer);
        var note = new StoredLayer(name, Size: null, version.Architectures);
        await _parent.PutAsync(_kind, name, async partial =>
        {
            var archive = Path.Join(partial, $"{layer.Name}-{layer.Version}.zip");
            await load(archive);
            var content = Directory.CreateDirectory(Path.Join(partial, ContentFolder)).FullName;
            note = note with { Size = ArchiveUnpacker.Unpack(archive, content, LayerRoot, cancellationToken) };
            Write(layer, note); // Before the folder is there: without it a note says nothing.
            return content;
        });
        var stored = Resolve(note);
        _ = IsHere(stored.Folder);
        return stored;
    }

    /// <summary>What is in the own cache stays there until the process ends.</summary>
    private bool IsHere(string folder) => folder.StartsWith(Folder, StringComparison.Ordinal)
        ? _parent.TryHold(folder)
        : Directory.Exists(folder);

    /// <summary>What is there without a note comes of `sam local`.</summary>
    private StoredLayer? Adopt(LayerVersionArn layer, string folder)
    {
        var name = NameOf(layer);
        var content = Path.Join(folder, name);
        if (!IsHere(content) || IsUnfinished(Path.Join(folder, TurnFolder, $"{name}.downloading.status")))
        {
            return null;
        }

        var note = new StoredLayer(folder == Folder ? name : content, Size: null, []);
        Write(layer, note);
        return Resolve(note);
    }

    private static bool IsUnfinished(string status) =>
        File.Exists(status) && !File.ReadAllText(status).Contains("complete", StringComparison.OrdinalIgnoreCase);

    /// <summary>A note names a folder beside it by its name only, so that the cache can be moved.</summary>
    private StoredLayer Resolve(StoredLayer note) => note with { Folder = Path.Combine(Folder, note.Folder) };

    private string NotePath(LayerVersionArn layer) => Path.Join(
        Folder, NoteFolder, $"{layer.Name}-{layer.Version}-{ContentHash.Of(layer.Text)}.json");

    private void Write(LayerVersionArn layer, StoredLayer note)
    {
        try
        {
            Hidden(NoteFolder);
            LayerNote.Write(NotePath(layer), note);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or UserErrorException)
        {
            // A cache that may only be read does without notes.
        }
    }

    private string Hidden(string name) => new CacheFolder(_parent.Subfolder(_kind)).Subfolder(name);

    private static string NameOf(LayerVersionArn layer)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(layer.Text)));
        return $"{layer.Name}-{layer.Version}-{hash[..HashLength]}";
    }
}
