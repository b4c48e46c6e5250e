using Samlet.Templates;

namespace Samlet.Functions;

/// <summary>The layers of a function: resources of the template, or versions that are published under an ARN.</summary>
internal sealed class LayerReader(PropertyReader properties, Stack stack)
{
    private const int MostLayers = 5;
    private const string ServiceLayer = ":awslayer:";
    private const string RetiredServiceLayer = ":awslayer:AmazonLinux1703";

    public IReadOnlyList<Layer> Read()
    {
        List<Layer> layers = [];
        foreach (var item in properties.List("Layers"))
        {
            if (ReadLayer(item) is { } layer)
            {
                layers.Add(layer);
            }
        }

        if (layers.Count > MostLayers)
        {
            properties.Report(
                FunctionDiagnostics.TooManyLayers(layers.Count, MostLayers, properties.List("Layers")[0].Location));
        }

        return layers;
    }

    private Layer? ReadLayer(TemplateValue item) => item switch
    {
        TemplateValue.Text { Origin.LogicalId: var id } when FindLayer(id) is var (owner, resource) =>
            ReadResource(owner, resource, item.Location),
        TemplateValue.Text text => ReadText(text),
        TemplateValue.Call call => new Layer(call.Name, new LayerContent.Remote(call.Name), item.Location),
        TemplateValue.Null => null,
        _ => Refuse(item.AsText() ?? "this value", item.Location),
    };

    private Layer? ReadText(TemplateValue.Text text)
    {
        if (text.Value.Contains(ServiceLayer, StringComparison.Ordinal))
        {
            return ReadServiceLayer(text);
        }

        return IsLayerVersion(text.Value) ? new Layer(text.Value, new LayerContent.Published(text.Value), text.Location)
            : text.IsPlaceholder ? new Layer(text.Value, new LayerContent.Remote(text.Value), text.Location)
            : Refuse(PropertyReader.Show(text), text.Location);
    }

    /// <summary>
    /// AmazonLinux1803 selected an operating system that every runtime has left behind; it holds nothing.
    /// </summary>
    private Layer? ReadServiceLayer(TemplateValue.Text text)
    {
        if (text.Value.Contains(RetiredServiceLayer, StringComparison.Ordinal))
        {
            properties.Report(FunctionDiagnostics.RetiredLayer(text.Value, text.Location));
        }

        return null;
    }

    private Layer? Refuse(string text, SourceLocation location)
    {
        properties.Report(FunctionDiagnostics.UnknownLayer(text, location));
        return null;
    }

    /// <summary>In this stack, or in one that hands the layer over by a parameter, an output or an export.</summary>
    private (Stack Owner, Resource Resource)? FindLayer(string reference) =>
        stack.FindResource(reference) is var (owner, resource) && ResourceTypes.IsLayer(resource.Type)
            ? (owner, resource)
            : null;

    private Layer ReadResource(Stack owner, Resource resource, SourceLocation location)
    {
        var content = ReadContent(owner, resource);
        if (content is LayerContent.Folder(var path) && !Directory.Exists(path))
        {
            properties.Report(FunctionDiagnostics.NoLayerContent(resource.LogicalId, path, location));
        }

        return new Layer(resource.LogicalId, content, location);
    }

    private static LayerContent ReadContent(Stack owner, Resource resource)
    {
        var layer = new PropertyReader(owner.Template, resource);
        var content = layer.Find("ContentUri") ?? layer.Find("Content");
        var asset = CloudAsset.FindByMetadata(resource.Metadata, "Content")
            ?? (content is TemplateValue.Map place ? CloudAsset.FindByKey(place, owner.Template.Folder) : null);
        return (asset is null ? content : null) switch
        {
            TemplateValue.Map map => Remote($"s3://{Part(map, "Bucket")}/{Part(map, "Key")}"),
            TemplateValue.Call => Remote(CodeReader.UnresolvedPlace),
            TemplateValue.Text { IsPlaceholder: true } text => Remote(text.Value),
            { } value when value.AsText() is { } text => OnDiskOrRemote(text, owner),
            _ => OnDiskOrRemote(asset ?? ".", owner),
        };
    }

    private static string Part(TemplateValue.Map map, string name) =>
        (map.Find(name) ?? map.Find("S3" + name))?.AsText() ?? "?";

    private static LayerContent.Remote Remote(string address) => new(address) { Written = address };

    private static LayerContent OnDiskOrRemote(string text, Stack owner)
    {
        if (LocalPath.IsInCloud(text))
        {
            return Remote(text);
        }

        var path = LocalPath.Resolve(text, owner.Template.Folder);
        return LocalPath.IsArchive(path)
            ? new LayerContent.Archive(path) { Written = text }
            : new LayerContent.Folder(path) { Written = text };
    }

    /// <summary>`arn:aws:lambda:region:account:layer:name:version`.</summary>
    private static bool IsLayerVersion(string text)
    {
        var parts = text.Split(':');
        return parts.Length == 8 && parts[0] == "arn" && parts[2] == "lambda" && parts[5] == "layer"
            && int.TryParse(parts[7], out _);
    }
}
