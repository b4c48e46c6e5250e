namespace Samlet.Runtimes;

/// <summary>
/// Where a runtime stands in the Runtime API's order of calls. The names appear in the API's refusals:
/// `State transition from Started to InvocationResponse failed for runtime. Error: State transition is not allowed`.
/// </summary>
internal enum RuntimeState
{
    Started,
    RestoreReady,
    Restoring,
    Ready,
    Running,
    InvocationResponse,
    InvocationErrorResponse,
    RuntimeResponseSentState,
    InitError,
    RuntimeRestoreErrorState,
}
