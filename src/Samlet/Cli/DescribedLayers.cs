using Samlet.Functions;
using Samlet.Layers;

namespace Samlet.Cli;

/// <summary>A layer, and whether the cache has it: null for one that needs no cache.</summary>
internal sealed record DescribedLayer(Layer Layer, bool? IsCached);

/// <summary>The layers of functions as they are on this computer.</summary>
internal sealed class DescribedLayers(LayerStore store)
{
    private readonly ContentMeter _meter = new();

    public IReadOnlyList<DescribedLayer> Of(Function function) =>
    [
        .. function.Layers.Select(layer => new DescribedLayer(
            layer, layer.Content is LayerContent.Published(var arn) ? store.Find(arn) is not null : null)),
    ];

    /// <summary>Reports code and layers that are larger together than Lambda takes.</summary>
    public void CheckSize(Function function, FunctionEntry entry)
    {
        if (function.Code is CodeSource.Image)
        {
            return;
        }

        ContentSize size = new();
        size.Add(_meter.SizeOf(function.Code));
        foreach (var layer in function.Layers)
        {
            size.Add(_meter.SizeOf(ContentOf(layer)));
        }

        if (size.IsTooLarge)
        {
            entry.Stack.Template.Report(
                FunctionDiagnostics.ContentTooLarge(function.Path, size, entry.Resource.Location) with
                {
                    Resource = function.LogicalId,
                });
        }
    }

    private LayerContent ContentOf(Layer layer) =>
        layer.Content is LayerContent.Published(var arn) && store.Find(arn) is { } place
            ? new LayerContent.Folder(place.Folder) { Size = place.Size }
            : layer.Content;
}
