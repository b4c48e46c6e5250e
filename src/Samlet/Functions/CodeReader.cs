using Samlet.Templates;

namespace Samlet.Functions;

/// <summary>
/// Where the code of a function is, from its properties and its Metadata: folder, archive, text, image or S3, as SAM,
/// CloudFormation and the CDK write it.
/// </summary>
internal sealed class CodeReader(FunctionEntry entry, PropertyReader properties)
{
    /// <summary>Where code or a layer is whose place the template does not tell.</summary>
    public const string UnresolvedPlace = "a place that could not be resolved";

    private const string ImagePackage = "Image";

    private readonly bool _isServerless = entry.Resource.Type == ResourceTypes.ServerlessFunction;
    private readonly TemplateValue.Map _metadata = entry.Metadata;
    private readonly string _folder = entry.Stack.Template.Folder;

    /// <summary>`Code` of CloudFormation; SAM has a property for each kind of place.</summary>
    private TemplateValue.Map? Code => _isServerless ? null : properties.Find("Code") as TemplateValue.Map;

    public CodeSource Read() => IsImage() ? ReadImage() : ReadAsset() ?? ReadInline() ?? ReadPlace();

    private bool IsImage() =>
        properties.Choice("PackageType", "Zip", ImagePackage) == ImagePackage
        || (properties.Find("PackageType") is null && FindImageUri() is not null);

    private string? FindImageUri() =>
        (properties.Find("ImageUri") ?? Code?.Find("ImageUri"))?.AsText();

    private CodeSource.Image ReadImage()
    {
        var uri = FindImageUri();
        var config = properties.Section("ImageConfig");
        return new CodeSource.Image(uri)
        {
            Written = uri ?? "",
            EntryPoint = config.Find("EntryPoint") is null ? null : config.Texts("EntryPoint"),
            Command = config.Find("Command") is null ? null : config.Texts("Command"),
            WorkingFolder = config.Text("WorkingDirectory"),
            Build = ReadBuild(),
        };
    }

    private ImageBuild? ReadBuild()
    {
        var asset = _metadata.Find("aws:asset:dockerfile-path")?.AsText();
        var context = (asset is null ? _metadata.Find("DockerContext") : _metadata.Find("aws:asset:path"))?.AsText();
        return context is null ? null : new ImageBuild(LocalPath.Resolve(context, _folder))
        {
            Dockerfile = asset ?? _metadata.Find("Dockerfile")?.AsText() ?? "Dockerfile",
            Tag = _metadata.Find("DockerTag")?.AsText(),
            Target = (_metadata.Find("aws:asset:docker-build-target") ?? _metadata.Find("DockerBuildTarget"))?.AsText(),
            Arguments = Pairs(_metadata.Find("aws:asset:docker-build-args") ?? _metadata.Find("DockerBuildArgs")),
        };
    }

    private static List<KeyValuePair<string, string>> Pairs(TemplateValue? value)
    {
        List<KeyValuePair<string, string>> pairs = [];
        foreach (var entry in (value as TemplateValue.Map ?? TemplateValue.Map.Empty).Entries)
        {
            pairs.Add(new(entry.Key, entry.Value.AsText() ?? ""));
        }

        return pairs;
    }

    private CodeSource? ReadAsset()
    {
        var asset = CloudAsset.FindByMetadata(_metadata, "Code")
            ?? (Code is { } place ? CloudAsset.FindByKey(place, _folder) : null);
        return asset is null ? null : OnDisk(asset);
    }

    private CodeSource.Inline? ReadInline()
    {
        var code = _isServerless ? properties.Find("InlineCode") : Code?.Find("ZipFile");
        return code?.AsText() is { } source ? new CodeSource.Inline(source) { Written = "inline" } : null;
    }

    private CodeSource ReadPlace() => properties.Find(_isServerless ? "CodeUri" : "Code") switch
    {
        TemplateValue.Map map => FindBucket(map) is { } address ? InCloud(address) : OnDisk("."),
        TemplateValue.Text { IsPlaceholder: true } text => InCloud(text.Value),
        { } value when value.AsText() is { } text => LocalPath.IsInCloud(text) ? InCloud(text) : OnDisk(text),
        TemplateValue.Call => new CodeSource.Bucket(UnresolvedPlace),
        _ => OnDisk("."),
    };

    private static string? FindBucket(TemplateValue.Map map)
    {
        var bucket = map.Find("Bucket") ?? map.Find("S3Bucket");
        var key = map.Find("Key") ?? map.Find("S3Key");
        return bucket is null && key is null ? null : $"s3://{bucket?.AsText() ?? "?"}/{key?.AsText() ?? "?"}";
    }

    private static CodeSource.Bucket InCloud(string address) => new(address) { Written = address };

    private CodeSource OnDisk(string text)
    {
        var path = LocalPath.Resolve(text, _folder);
        return LocalPath.IsArchive(path)
            ? new CodeSource.Archive(path) { Written = text }
            : new CodeSource.Folder(path) { Written = text };
    }
}
