using System.Globalization;
using Samlet.Functions;
using Samlet.Sandboxes.Image;

namespace Samlet.Runtimes.Images;

/// <summary>The image that a function runs in, and where its name comes from.</summary>
/// <param name="Text">A name for registries and engines, or a path.</param>
/// <param name="Folder">Where a relative path begins.</param>
internal sealed record ImageName(string Text, string Folder)
{
    private const string BaseImages = "public.ecr.aws/lambda/";

    /// <summary>Set where the template tells how it is built.</summary>
    public ImageBuild? Build { get; init; }

    /// <summary>The function's own, which an engine of this computer may have built.</summary>
    public bool IsOwn { get; init; }

    public static ImageName Of(Function function, RuntimeIdentifier runtime, ContainerOptions options)
    {
        if (options.Image is { } chosen)
        {
            return new ImageName(chosen, options.WorkingFolder) { IsOwn = function.Code is CodeSource.Image };
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(function.Location.File, options.WorkingFolder))
            ?? options.WorkingFolder;
        return function.Code is CodeSource.Image image
            ? new ImageName(image.Uri ?? BuiltName(function, image.Build), folder) { Build = image.Build, IsOwn = true }
            : new ImageName(BaseImageOf(runtime), folder);
    }

    /// <summary>The image that AWS publishes for a runtime.</summary>
    public static string BaseImageOf(RuntimeIdentifier runtime) =>
        $"{BaseImages}{runtime.Language}:{runtime.Version}{(runtime.Status == RuntimeStatus.Preview ? "-preview" : "")}";

    public UserErrorException Missing(Function function, bool mayPull)
    {
        var isBare = ImageReference.TryParse(Text, out var reference) && reference.IsBareName;
        return new UserErrorException(
            $"image `{Text}` of `{function.Path}` is not on this computer",
            Build is not null ? $"build it with `sam build`, or with `{BuildCommand()}`"
            : mayPull || isBare ? $"build it with `docker build --tag {Text} .`, or name another with --invoke-image"
            : $"pull it with `docker pull {Text}`, or leave --skip-pull-image out");
    }

    /// <summary>What `sam build` calls it.</summary>
    private static string BuiltName(Function function, ImageBuild? build) => string.Create(
        CultureInfo.InvariantCulture, $"{function.LogicalId.ToLowerInvariant()}:{build?.Tag ?? "latest"}");

    private string BuildCommand()
    {
        var build = Build!; // The caller has looked.
        var arguments = build.Arguments.Select(static pair => $" --build-arg {pair.Key}={pair.Value}");
        var target = build.Target is null ? "" : $" --target {build.Target}";
        var file = Path.Join(build.Context, build.Dockerfile);
        return $"docker build --tag {Text} --file {file}{target}{string.Concat(arguments)} {build.Context}";
    }
}
