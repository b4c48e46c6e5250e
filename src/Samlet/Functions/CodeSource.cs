namespace Samlet.Functions;

/// <summary>Where the code of a function is. Local paths are absolute.</summary>
internal abstract record CodeSource
{
    private CodeSource()
    {
    }

    public sealed record Folder(string Path) : CodeSource;

    public sealed record Archive(string Path) : CodeSource;

    public sealed record Inline(string Source) : CodeSource;

    public sealed record Image(string? Uri) : CodeSource;

    /// <summary>Code in S3; only the cloud has it.</summary>
    public sealed record Bucket(string Description) : CodeSource;
}
