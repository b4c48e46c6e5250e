namespace Samlet.Runtimes;

/// <summary>Where an execution environment stands.</summary>
internal enum EnvironmentState
{
    /// <summary>Nothing has been started.</summary>
    New,

    /// <summary>An initialization has failed; the first invocation tries once more, on its own time.</summary>
    InitFailed,

    /// <summary>Waits for an invocation.</summary>
    Ready,

    /// <summary>The same, with stopped processes.</summary>
    Frozen,

    Invoking,

    /// <summary>
    /// Ended after a crash or a timeout; the next invocation begins with a new initialization, on its own time.
    /// </summary>
    Reset,
}
