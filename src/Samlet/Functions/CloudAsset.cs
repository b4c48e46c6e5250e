using Samlet.Templates;

namespace Samlet.Functions;

/// <summary>
/// What the CDK put beside a template before it goes to S3: named in the Metadata of the resource, or, where metadata
/// is off, found by the hash that the S3 key has for its name.
/// </summary>
internal static class CloudAsset
{
    private static readonly string[] Endings = ["", ".zip", ".jar"];

    public static string? FindByMetadata(TemplateValue.Map? metadata, string property) =>
        metadata?.Find("aws:asset:property")?.AsText() == property ? metadata.Find("aws:asset:path")?.AsText() : null;

    /// <summary>
    /// The file or folder `asset.HASH` for the key `HASH.zip`, relative to the template's folder, or null.
    /// </summary>
    public static string? FindByKey(TemplateValue.Map place, string folder)
    {
        var key = place.Find("S3Key")?.AsText() ?? place.Find("Key")?.AsText();
        if (string.IsNullOrEmpty(key) || key.AsSpan().ContainsAny('/', '\\'))
        {
            return null;
        }

        var asset = "asset." + Path.GetFileNameWithoutExtension(key);
        var ending = Array.Find(Endings, ending => Path.Exists(Path.Join(folder, asset + ending)));
        return ending is null ? null : asset + ending;
    }
}
