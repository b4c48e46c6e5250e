using Samlet.Sandboxes.Linux;

namespace Samlet.Sandboxes.Native;

/// <summary>
/// Descriptors the child gets as standard input, output and error, and as number 3. For input -1 means `/dev/null`.
/// </summary>
internal readonly record struct ChildDescriptors(int Input, int Output, int Error, int Fourth = -1)
{
    /// <summary>One more number under which the child has its standard output; -1 for none.</summary>
    public int OutputCopy { get; init; } = -1;

    /// <summary>Numbers from 64 on, and the numbers below that the child has them under.</summary>
    public IReadOnlyList<(int Number, int ForChild)> Further { get; init; } = [];
}

internal sealed record SpawnRequest(
    string Program,
    IReadOnlyList<string> Arguments,
    IReadOnlyList<KeyValuePair<string, string>> Environment,
    string WorkingFolder,
    ChildDescriptors Descriptors)
{
    /// <summary>Whether the child is kept from the developer's keys. Linux only.</summary>
    public bool LeavesSessionKeyring { get; init; }

    /// <summary>The group that the child is born in; null for that of Samlet. Linux only.</summary>
    public ControlGroup? Group { get; init; }
}
