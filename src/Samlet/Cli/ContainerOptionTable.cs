namespace Samlet.Cli;

/// <summary>
/// The options that only concern a container: without one their form is checked, and their names tell what has no
/// effect.
/// </summary>
internal static class ContainerOptionTable
{
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

    public static readonly IReadOnlyList<OptionDefinition> All =
    [
        new("--docker-volume-basedir", OptionKind.Folder, OptionGroup.Container, "The code's folder on the host")
        {
            Aliases = ["-v"],
            ValueName = "FOLDER",
            EnvironmentVariable = "SAM_DOCKER_VOLUME_BASEDIR",
        },
        new("--docker-network", OptionKind.Text, OptionGroup.Container, "Network the container joins")
        {
            ValueName = "NAME",
            EnvironmentVariable = "SAM_DOCKER_NETWORK",
        },
        new("--container-host", OptionKind.Text, OptionGroup.Container, "Host on which the container is reached")
        {
            ValueName = "HOST",
        },
        new("--container-host-interface", OptionKind.Text, OptionGroup.Container, "Address its ports are published on")
        {
            ValueName = "ADDRESS",
        },
        AddHost,
        new("--container-dns", OptionKind.Text, OptionGroup.Container, "A DNS server for the container; repeatable")
        {
            ValueName = "ADDRESS",
            IsRepeatable = true,
        },
        InvokeImage,
        new("--skip-pull-image", OptionKind.Flag, OptionGroup.Container, "Use the image that is there")
        {
            EnvironmentVariable = "SAM_SKIP_PULL_IMAGE",
        },
        new("--force-image-build", OptionKind.Flag, OptionGroup.Container, "Build the image again")
        {
            EnvironmentVariable = "SAM_FORCE_IMAGE_BUILD",
        },
        new("--layer-cache-basedir", OptionKind.Folder, OptionGroup.Container, "Where layers for the image are kept")
        {
            ValueName = "FOLDER",
            EnvironmentVariable = "SAM_LAYER_CACHE_BASEDIR",
        },
        new("--no-memory-limit", OptionKind.Flag, OptionGroup.Container, "Do not limit the container's memory"),
        new("--shutdown", OptionKind.Flag, OptionGroup.Container, "Stop the container gently"),
        new("--mount-symlinks", OptionKind.Flag, OptionGroup.Container, "Mount what symbolic links point to")
        {
            Negative = "--no-mount-symlinks",
        },
    ];

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

    private static bool IsImage(string word) => word.IndexOf('=', StringComparison.Ordinal) != word.Length - 1;
}
