using Samlet.Sandboxes.Docker;

namespace Samlet.Cli;

/// <summary>
/// The options that only concern images and containers: without one their form is checked, and their names tell what
/// has no effect.
/// </summary>
internal static class ContainerOptionTable
{
    private static readonly OptionDefinition VolumeFolder = new(
        "--docker-volume-basedir", OptionKind.Folder, OptionGroup.Container, "The template's folder where the engine is")
    {
        Aliases = ["-v"],
        ValueName = "FOLDER",
        EnvironmentVariable = "SAM_DOCKER_VOLUME_BASEDIR",
    };

    private static readonly OptionDefinition Network = new(
        "--docker-network", OptionKind.Text, OptionGroup.Container, "Network the container joins")
    {
        ValueName = "NAME",
        EnvironmentVariable = "SAM_DOCKER_NETWORK",
    };

    private static readonly OptionDefinition HostName = new(
        "--container-host", OptionKind.Text, OptionGroup.Container, "Name under which a container reaches this computer")
    {
        ValueName = "HOST",
    };

    private static readonly OptionDefinition HostInterface = new(
        "--container-host-interface", OptionKind.Text, OptionGroup.Container, "Address to listen on for a container")
    {
        ValueName = "ADDRESS",
    };

    private static readonly OptionDefinition NameServer = new(
        "--container-dns", OptionKind.Text, OptionGroup.Container, "A DNS server for the container; repeatable")
    {
        ValueName = "ADDRESS",
        IsRepeatable = true,
    };

    private static readonly OptionDefinition SkipPull = new(
        "--skip-pull-image", OptionKind.Flag, OptionGroup.Container, "Use only an image that is here")
    {
        EnvironmentVariable = "SAM_SKIP_PULL_IMAGE",
    };

    private static readonly OptionDefinition PullAgain = new(
        "--force-image-build", OptionKind.Flag, OptionGroup.Container, "Get image and published layers again")
    {
        EnvironmentVariable = "SAM_FORCE_IMAGE_BUILD",
    };

    private static readonly OptionDefinition AddHost = new(
        "--add-host", OptionKind.Text, OptionGroup.Container, "A line for the container's hosts file; repeatable")
    {
        ValueName = "HOST:IP",
        IsRepeatable = true,
    };

    private static readonly OptionDefinition InvokeImage = new(
        "--invoke-image", OptionKind.Text, OptionGroup.Container, "Image to run in, for all or for one; repeatable")
    {
        Aliases = ["-ii"],
        ValueName = "[FUNCTION=]IMAGE",
        IsRepeatable = true,
    };

    private static readonly OptionDefinition MountLinks = new(
        "--mount-symlinks", OptionKind.Flag, OptionGroup.Container, "Show what symbolic links in the code lead to")
    {
        Negative = "--no-mount-symlinks",
    };

    public static readonly IReadOnlyList<OptionDefinition> All =
    [
        VolumeFolder, Network, HostName, HostInterface, AddHost, NameServer, InvokeImage, SkipPull, PullAgain,
        new("--shutdown", OptionKind.Flag, OptionGroup.Container, "Stop the container gently"),
        MountLinks,
    ];

    /// <summary>
    /// What has an effect in a container, what in an image without an engine, and what where layers are fetched.
    /// </summary>
    public static IReadOnlyList<string> WithoutEffect(
        IReadOnlyList<string> names, SandboxChoice sandbox, bool hasPublishedLayers)
    {
        OptionDefinition[] used = sandbox switch
        {
            SandboxChoice.Docker =>
            [
                VolumeFolder, Network, HostName, HostInterface, AddHost, NameServer, InvokeImage, SkipPull, PullAgain,
            ],
            SandboxChoice.Image => [InvokeImage, SkipPull, PullAgain],
            _ => hasPublishedLayers ? [MountLinks, PullAgain] : [MountLinks], // A process sees everything anyhow.
        };
        return [.. names.Except(used.Select(option => option.Name))];
    }

    public static ContainerChoices Read(OptionValues values) => new()
    {
        Images = [.. values.Texts(InvokeImage).Where(word => word.Length > 0).Select(ReadImage)],
        SkipsPull = values.Flag(SkipPull),
        PullsAgain = values.Flag(PullAgain),
        MountsLinks = values.Flag(MountLinks),
        HasMemoryLimit = !values.Flag(CommonOptions.NoMemoryLimit),
        VolumeFolder = values.Text(VolumeFolder),
        Network = new NetworkWishes
        {
            Network = values.Text(Network),
            Hosts = values.Texts(AddHost),
            NameServers = values.Texts(NameServer),
            HostName = values.Text(HostName),
            Interface = values.Text(HostInterface),
        },
    };

    /// <summary>The names of those that are given; a flag that is turned off asks for nothing.</summary>
    public static IReadOnlyList<string> NamesOfGiven(OptionValues values)
    {
        RequireForm(AddHost, IsHost, values);
        RequireForm(InvokeImage, IsImage, values);
        var given = All.Where(option => option.IsFlag ? values.Flag(option) : values.IsGiven(option));
        return [.. given.Select(option => option.Name)];
    }

    private static void RequireForm(OptionDefinition option, Predicate<string> hasForm, OptionValues values)
    {
        foreach (var word in values.Texts(option))
        {
            if (!hasForm(word))
            {
                throw UsageFault.Malformed(values.SourceOf(option), word, option.ValueName);
            }
        }
    }

    // The address may be IPv6, so only the first colon separates.
    private static bool IsHost(string word) =>
        word.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && colon < word.Length - 1;

    private static (string? Function, string Image) ReadImage(string word)
    {
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (null, word) : (word[..equals], word[(equals + 1)..]);
    }

    private static bool IsImage(string word) => word.IndexOf('=', StringComparison.Ordinal) != word.Length - 1;
}
