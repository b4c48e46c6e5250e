using System.Collections.Concurrent;
using Samlet.Credentials;
using Samlet.Functions;

namespace Samlet.Layers;

/// <summary>
/// Layers that are named by the ARN of a published version: fetched from AWS with the developer's credentials the first
/// time, and from then on a folder like any other, without credentials or network.
/// </summary>
internal sealed class PublishedLayers(
    LayerStore store, AwsSession session, ITransferWatcher watcher, TimeProvider time)
{
    private const int AtOnce = 5; // As many as a function has.

    /// <summary>What is quicker than that needs no words.</summary>
    private static readonly TimeSpan BeforeNotice = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    /// <summary>Fetches again what is here already.</summary>
    public bool Refreshes { get; init; }

    /// <summary>The function with folders in the place of its published layers.</summary>
    /// <param name="function">As the template has it.</param>
    /// <param name="warn">Takes why a layer would not work with the function on Lambda.</param>
    /// <param name="cancellationToken">Ends downloads and leaves nothing of them.</param>
    /// <exception cref="UserErrorException">A layer is not here and cannot be fetched.</exception>
    public async Task<Function> PlaceAsync(
        Function function, Action<Warning> warn, CancellationToken cancellationToken)
    {
        var versions = In(function);
        if (versions.Count == 0)
        {
            return function;
        }

        var places = await FindAllAsync(versions, cancellationToken);
        foreach (var version in versions)
        {
            WarnOf(version, places[version], function, warn);
        }

        return function with { Layers = [.. function.Layers.Select(layer => Place(layer, places))] };
    }

    /// <summary>Each once, and none of an image, which takes no layers.</summary>
    public static IReadOnlyList<LayerVersionArn> In(Function function) => function.Code is CodeSource.Image
        ? []
        : [.. function.Layers.Select(layer => layer.Content).OfType<LayerContent.Published>()
            .Select(content => content.Arn).Distinct()];

    private static Layer Place(Layer layer, IReadOnlyDictionary<LayerVersionArn, StoredLayer> places) =>
        layer.Content is LayerContent.Published(var arn) && places[arn] is var place
            ? layer with { Content = new LayerContent.Folder(place.Folder) { Size = place.Size, Written = arn.Text } }
            : layer;

    private async Task<IReadOnlyDictionary<LayerVersionArn, StoredLayer>> FindAllAsync(
        IReadOnlyList<LayerVersionArn> versions, CancellationToken cancellationToken)
    {
        ConcurrentDictionary<LayerVersionArn, StoredLayer> places = new();
        List<LayerVersionArn> missing = [];
        foreach (var version in versions)
        {
            if (!Refreshes && store.Find(version) is { } place)
            {
                places[version] = place;
            }
            else
            {
                missing.Add(version);
            }
        }

        if (missing.Count > 0)
        {
            await FetchAllAsync(missing, places, cancellationToken);
        }

        return places;
    }

    private async Task FetchAllAsync(
        List<LayerVersionArn> missing,
        ConcurrentDictionary<LayerVersionArn, StoredLayer> places,
        CancellationToken cancellationToken)
    {
        var title = missing is [var only] ? $"loading layer `{only}`" : $"loading {missing.Count} layers";
        var notice = time.CreateTimer(
            _ => watcher.Begin(title), state: null, BeforeNotice, Timeout.InfiniteTimeSpan);
        try
        {
            var options = new ParallelOptions
            {
                MaxDegreeOfParallelism = AtOnce,
                CancellationToken = cancellationToken,
            };
            await Parallel.ForEachAsync(
                missing, options, async (layer, token) => places[layer] = await FetchAsync(layer, token));
        }
        finally
        {
            await notice.DisposeAsync();
            watcher.End();
        }
    }

    private async Task<StoredLayer> FetchAsync(LayerVersionArn layer, CancellationToken cancellationToken)
    {
        using var turn = await store.TakeTurnAsync(layer, cancellationToken);
        if (!Refreshes && store.Find(layer) is { } place)
        {
            return place;
        }

        var version = await new LayerVersionClient(session, time).GetAsync(layer, cancellationToken);
        try
        {
            return await store.AddAsync(
                layer, version, path => LoadAsync(layer, version, path, cancellationToken), cancellationToken);
        }
        catch (TransferException error)
        {
            throw LayerFaults.Broken(layer, error.Message, error);
        }
        catch (UserErrorException error)
        {
            throw LayerFaults.Unusable(layer, error);
        }
        catch (IOException error) when (DiskSpace.IsExhausted(error))
        {
            throw DiskSpace.Explain(store.Folder, error);
        }
    }

    private async Task LoadAsync(
        LayerVersionArn layer, LayerVersion version, string path, CancellationToken cancellationToken)
    {
        using var http = session.Endpoints.NewClient(Patience);
        var download = new LayerDownload(
            http,
            version,
            received => watcher.Advance(new TransferProgress(layer.Text, received, version.Size ?? received)));
        await download.RunAsync(path, cancellationToken);
    }

    private void WarnOf(LayerVersionArn layer, StoredLayer place, Function function, Action<Warning> warn)
    {
        if (place.Architectures is [_, ..] known && !known.Contains(function.Architecture))
        {
            warn(new Warning(
                $"layer `{layer}` is made for {string.Join(" and ", known)}, and `{function.Path}` is a function for {function.Architecture}",
                "native code of the layer may fail to load; use the version for the other architecture"));
        }

        if (session.HasChosenRegion && layer.Region != session.Region)
        {
            warn(new Warning(
                $"layer `{layer}` is not of the region `{session.Region}`, and Lambda takes only layers of the function's own",
                "use `${AWS::Region}` in its ARN, or pass --region"));
        }
    }
}
