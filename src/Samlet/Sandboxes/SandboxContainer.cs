namespace Samlet.Sandboxes;

/// <summary>A container of an engine as plain data. Its root is read-only but for `/tmp`.</summary>
internal sealed record SandboxContainer
{
    /// <summary>As the engine knows it.</summary>
    public required string Image { get; init; }

    /// <summary>What people call it: a label of the container.</summary>
    public required string Function { get; init; }

    /// <summary>Read-only, in the order they are mounted.</summary>
    public IReadOnlyList<RoomMount> Mounts { get; init; } = [];

    /// <summary>The container's name; null for one that nobody else has to know.</summary>
    public string? Name { get; init; }

    /// <summary>The name of the container whose network and processes it shares.</summary>
    public string? Group { get; init; }

    /// <summary>The volume that is its `/tmp`; null for one of its own in memory.</summary>
    public string? Volume { get; init; }

    /// <summary>Beside the runtime's container, whose figures stand for all.</summary>
    public bool IsCompanion { get; init; }

    /// <summary>As `linux/amd64`; null leaves it to the image.</summary>
    public string? Platform { get; init; }

    /// <summary>Null for no limit.</summary>
    public int? MemoryMegabytes { get; init; }

    /// <summary>How many CPUs, as 0.5; null for all.</summary>
    public double? Cpus { get; init; }

    /// <summary>What fits into `/tmp`.</summary>
    public required int TemporaryMegabytes { get; init; }

    /// <summary>Whether it runs under Lambda's own numbers of user and group.</summary>
    public bool HasLambdaUser { get; init; }

    /// <summary>Options that join it to a network where it reaches Samlet.</summary>
    public IReadOnlyList<string> NetworkOptions { get; init; } = [];
}
