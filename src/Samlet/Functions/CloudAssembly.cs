using System.Text.Json;

namespace Samlet.Functions;

/// <summary>
/// The folder that `cdk synth` writes: a manifest names the template of each stack, and folders of further stages
/// (docs.aws.amazon.com/cdk/api/v2/docs/cloud-assembly-schema-readme.html).
/// </summary>
internal static class CloudAssembly
{
    private const string ManifestName = "manifest.json";
    private const int DeepestStage = 10;

    /// <summary>Null for a folder without a manifest. `name` is the folder as messages show it.</summary>
    public static IReadOnlyList<TemplateFile>? TryRead(string name, string path)
    {
        if (!File.Exists(Path.Join(path, ManifestName)))
        {
            return null;
        }

        List<TemplateFile> files = [];
        Read(new TemplateFile(name, path), files, DeepestStage);
        return files.Count > 0
            ? files
            : throw new UserErrorException($"the CDK folder `{name}` has no stack", "run `cdk synth` again");
    }

    private static void Read(TemplateFile folder, List<TemplateFile> files, int depth)
    {
        var manifest = Inside(folder, ManifestName);
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(manifest.Path));
            foreach (var artifact in document.RootElement.GetProperty("artifacts").EnumerateObject())
            {
                ReadArtifact(folder, artifact, files, depth);
            }
        }
        catch (Exception error) when (
            error is JsonException or InvalidOperationException or KeyNotFoundException or IOException
                or UnauthorizedAccessException)
        {
            throw new UserErrorException(
                $"cannot read `{manifest.Name}`: {error.Message}", "run `cdk synth` again", error);
        }
    }

    private static void ReadArtifact(TemplateFile folder, JsonProperty artifact, List<TemplateFile> files, int depth)
    {
        var properties = artifact.Value.TryGetProperty("properties", out var found) ? found : default;
        switch (TextOf(artifact.Value, "type"))
        {
            case "aws:cloudformation:stack" when TextOf(properties, "templateFile") is { } template:
                files.Add(
                    Inside(folder, template) with { StackName = TextOf(properties, "stackName") ?? artifact.Name });
                break;
            case "cdk:cloud-assembly" when TextOf(properties, "directoryName") is { } stage && depth > 0:
                Read(Inside(folder, stage), files, depth - 1);
                break;
        }
    }

    private static TemplateFile Inside(TemplateFile folder, string name) =>
        new($"{folder.Name.TrimEnd('/')}/{name}", Path.Join(folder.Path, name));

    private static string? TextOf(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
