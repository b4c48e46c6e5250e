namespace Samlet.Runtimes.Extensions;

/// <summary>
/// Where an extension stands in the order of the Extensions API. The names appear in the API's refusals.
/// </summary>
internal enum ExtensionState
{
    Started,
    Registered,
    Ready,
    Running,
    InitError,
    ExitError,
    Exited,
    LaunchError,
}
