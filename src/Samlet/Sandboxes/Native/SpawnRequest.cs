namespace Samlet.Sandboxes.Native;

/// <summary>Descriptors the child gets as standard input, output and error; -1 for input means `/dev/null`.</summary>
internal readonly record struct StandardDescriptors(int Input, int Output, int Error);

internal sealed record SpawnRequest(
    string Program,
    IReadOnlyList<string> Arguments,
    IReadOnlyList<KeyValuePair<string, string>> Environment,
    string WorkingFolder,
    StandardDescriptors Descriptors);
