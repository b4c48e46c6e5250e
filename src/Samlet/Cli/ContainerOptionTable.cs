namespace Samlet.Cli;

/// <summary>The options that only concern a container engine: read, checked, named where they have no effect.</summary>
internal static class ContainerOptionTable
{
    private static readonly OptionDefinition VolumeBaseFolder = new(
        "--docker-volume-basedir", OptionKind.Folder, OptionGroup.Container, "Folder of the code on the engine's host")
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

    private static readonly OptionDefinition Host = new(
        "--container-host", OptionKind.Text, OptionGroup.Container, "Host on which the container is reached")
    {
        ValueName = "HOST",
    };

    private static readonly OptionDefinition HostInterface = new(
        "--container-host-interface", OptionKind.Text, OptionGroup.Container, "Address its ports are published on")
    {
        ValueName = "ADDRESS",
    };

    private static readonly OptionDefinition AddHost = new(
        "--add-host", OptionKind.Text, OptionGroup.Container, "A line for the container's hosts file; repeatable")
    {
        ValueName = "HOST:IP",
        IsRepeatable = true,
    };

    private static readonly OptionDefinition Dns = new(
        "--container-dns", OptionKind.Text, OptionGroup.Container, "A DNS server for the container; repeatable")
    {
        ValueName = "ADDRESS",
        IsRepeatable = true,
    };

    private static readonly OptionDefinition InvokeImage = new(
        "--invoke-image", OptionKind.Text, OptionGroup.Container, "Image to run in, for all or for one; repeatable")
    {
        Aliases = ["-ii"],
        ValueName = "[FUNCTION=]IMAGE",
        IsRepeatable = true,
    };

    private static readonly OptionDefinition SkipPull = new(
        "--skip-pull-image", OptionKind.Flag, OptionGroup.Container, "Use the image that is there")
    {
        EnvironmentVariable = "SAM_SKIP_PULL_IMAGE",
    };

    private static readonly OptionDefinition ForceBuild = new(
        "--force-image-build", OptionKind.Flag, OptionGroup.Container, "Build the image again")
    {
        EnvironmentVariable = "SAM_FORCE_IMAGE_BUILD",
    };

    private static readonly OptionDefinition Shutdown = new(
        "--shutdown", OptionKind.Flag, OptionGroup.Container, "Stop the container gently");

    private static readonly OptionDefinition MountSymlinks = new(
        "--mount-symlinks", OptionKind.Flag, OptionGroup.Container, "Mount what symbolic links point to")
    {
        Negative = "--no-mount-symlinks",
    };

    public static readonly IReadOnlyList<OptionDefinition> All =
    [
        VolumeBaseFolder, Network, Host, HostInterface, AddHost, Dns,
        InvokeImage, SkipPull, ForceBuild, Shutdown, MountSymlinks,
    ];

    public static ContainerOptions Read(OptionValues values) => new()
    {
        VolumeBaseFolder = values.Text(VolumeBaseFolder),
        Network = values.Text(Network),
        Host = values.Text(Host) ?? "localhost",
        HostInterface = values.Text(HostInterface) ?? "127.0.0.1",
        AddedHosts = ReadHosts(values),
        DnsServers = values.Texts(Dns),
        InvokeImages = ReadImages(values),
        SkipsPull = values.Flag(SkipPull),
        ForcesImageBuild = values.Flag(ForceBuild),
        StopsGracefully = values.Flag(Shutdown),
        MountsSymlinks = values.Flag(MountSymlinks),
    };

    /// <summary>The names of those that are given; a flag that is turned off asks for nothing.</summary>
    public static IReadOnlyList<string> NamesOfGiven(OptionValues values) =>
        [.. from option in All where option.IsFlag ? values.Flag(option) : values.IsGiven(option) select option.Name];

    private static Dictionary<string, string> ReadHosts(OptionValues values)
    {
        Dictionary<string, string> hosts = [];
        foreach (var word in values.Texts(AddHost))
        {
            // The address may be IPv6, so only the first colon separates.
            var colon = word.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1 || colon == word.Length - 1)
            {
                throw UsageFault.Malformed(values.SourceOf(AddHost), word, "HOST:IP");
            }

            hosts[word[..colon]] = word[(colon + 1)..];
        }

        return hosts;
    }

    private static Dictionary<string, string> ReadImages(OptionValues values)
    {
        Dictionary<string, string> images = [];
        foreach (var word in values.Texts(InvokeImage))
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            if (equals == word.Length - 1)
            {
                throw UsageFault.Malformed(values.SourceOf(InvokeImage), word, "[FUNCTION=]IMAGE");
            }

            images[equals < 0 ? "" : word[..equals]] = word[(equals + 1)..];
        }

        return images;
    }
}
