using Samlet.Sandboxes.Docker;

namespace Samlet.Runtimes.Images;

/// <summary>What the developer asks of images and containers.</summary>
internal sealed record ContainerOptions
{
    /// <summary>The image instead of the function's own or its runtime's.</summary>
    public string? Image { get; init; }

    /// <summary>Only images that are here already.</summary>
    public bool SkipsPull { get; init; }

    /// <summary>A registry is asked again.</summary>
    public bool PullsAgain { get; init; }

    public bool HasMemoryLimit { get; init; } = true;

    /// <summary>Where the engine finds the folder of the template, when it is not on this computer.</summary>
    public string? VolumeFolder { get; init; }

    /// <summary>Where relative paths of the command line begin.</summary>
    public required string WorkingFolder { get; init; }

    public NetworkWishes Network { get; init; } = new();
}
