namespace Samlet.Functions;

/// <summary>Where the code of a function is. Local paths are absolute.</summary>
internal abstract record CodeSource
{
    private CodeSource()
    {
    }

    /// <summary>The place as the template has it, for people to read.</summary>
    public string Written { get; init; } = "";

    public sealed record Folder(string Path) : CodeSource;

    public sealed record Archive(string Path) : CodeSource;

    public sealed record Inline(string Source) : CodeSource;

    public sealed record Image(string? Uri) : CodeSource
    {
        /// <summary>ImageConfig of the template; null leaves what the image says.</summary>
        public IReadOnlyList<string>? EntryPoint { get; init; }

        public IReadOnlyList<string>? Command { get; init; }

        public string? WorkingFolder { get; init; }

        public ImageBuild? Build { get; init; }
    }

    /// <summary>Code in S3; only the cloud has it.</summary>
    public sealed record Bucket(string Description) : CodeSource;
}

/// <summary>How to build the image of a function, from its Metadata. `Context` is absolute.</summary>
internal sealed record ImageBuild(string Context)
{
    /// <summary>Relative to the context.</summary>
    public string Dockerfile { get; init; } = "Dockerfile";

    public string? Tag { get; init; }

    public string? Target { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Arguments { get; init; } = [];
}
