using Samlet.Functions;
using Samlet.Runtimes.Images;
using Samlet.Sandboxes.Docker;

namespace Samlet.Cli;

/// <summary>What the command line says of images and containers.</summary>
internal sealed record ContainerChoices
{
    /// <summary>Without a function for all; later ones win.</summary>
    public IReadOnlyList<(string? Function, string Image)> Images { get; init; } = [];

    public bool SkipsPull { get; init; }

    public bool PullsAgain { get; init; }

    public bool HasMemoryLimit { get; init; } = true;

    public bool MountsLinks { get; init; }

    public string? VolumeFolder { get; init; }

    public NetworkWishes Network { get; init; } = new();

    public ContainerOptions For(Function function, string workingFolder) => new()
    {
        Image = FindImage(function),
        SkipsPull = SkipsPull,
        PullsAgain = PullsAgain,
        HasMemoryLimit = HasMemoryLimit,
        VolumeFolder = VolumeFolder,
        WorkingFolder = workingFolder,
        Network = Network,
    };

    /// <summary>An image for one function is meant before one for all.</summary>
    private string? FindImage(Function function)
    {
        string[] names = [function.Path, function.LogicalId, function.FunctionId, function.Name];
        var own = Images.LastOrDefault(image => image.Function is { } name && Array.IndexOf(names, name) >= 0);
        return own.Image ?? Images.LastOrDefault(image => image.Function is null).Image;
    }
}
