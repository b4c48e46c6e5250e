using Samlet.Templates;

namespace Samlet.Functions;

/// <summary>The layers of a function: resources of the template, or versions that are published under an ARN.</summary>
internal sealed class LayerReader(PropertyReader properties, Stack stack)
{
    private const int MostLayers = 5;

    /// <summary>
    /// AWS's own layers chose an operating system that every runtime has left behind; they hold nothing.
    /// </summary>
    private const string ServiceLayer = "arn:aws:lambda:::awslayer:AmazonLinux1803";

    private const string RetiredServiceLayer = "arn:aws:lambda:::awslayer:AmazonLinux1703";

    public IReadOnlyList<Layer> Read()
    {
        List<Layer> layers = [];
        foreach (var item in properties.List("Layers"))
        {
            if (ReadLayer(item) is { } layer)
            {
                layers.Add(layer);
                ReportWhereRemote(layer);
            }
        }

        if (layers.Count > MostLayers)
        {
            properties.Report(
                FunctionDiagnostics.TooManyLayers(layers.Count, MostLayers, properties.List("Layers")[0].Location));
        }

        return layers;
    }

    private void ReportWhereRemote(Layer layer)
    {
        if (layer.Content is LayerContent.Remote remote)
        {
            properties.Report(remote.Written.Length > 0
                ? FunctionDiagnostics.LayerInCloud(layer.Id, remote.Description, layer.Location)
                : FunctionDiagnostics.UnresolvedLayer(remote.Description, layer.Location));
        }
    }

    private Layer? ReadLayer(TemplateValue item) => item switch
    {
        TemplateValue.Text { Origin.LogicalId: var id } when FindLayer(id) is var (owner, resource) =>
            ReadResource(owner, resource, item.Location),
        TemplateValue.Text text => ReadText(text),
        TemplateValue.Call call => Unresolved(call.Name, item.Location),
        TemplateValue.Null => null,
        _ => Refuse(item.AsText() ?? "this value", item.Location),
    };

    private Layer? ReadText(TemplateValue.Text text)
    {
        if (text.Value == ServiceLayer)
        {
            return null;
        }

        if (text.Value == RetiredServiceLayer)
        {
            properties.Report(FunctionDiagnostics.RetiredLayer(text.Value, text.Location));
            return null;
        }

        return LayerVersionArn.TryParse(text.Value) is { } arn
            ? new Layer(text.Value, new LayerContent.Published(arn), text.Location)
            : text.IsPlaceholder ? Unresolved(text.Value, text.Location)
            : Refuse(PropertyReader.Show(text), text.Location);
    }

    private static Layer Unresolved(string name, SourceLocation location) =>
        new(name, new LayerContent.Remote(name), location);

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
}
