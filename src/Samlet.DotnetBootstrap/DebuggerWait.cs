using System.Diagnostics;

namespace Samlet.DotnetBootstrap;

/// <summary>
/// With _AWS_LAMBDA_DOTNET_DEBUGGING the function is loaded once a debugger is there. `sam local` waits ten minutes for
/// it; a person who has asked for the debugger is better served without a limit.
/// </summary>
internal static class DebuggerWait
{
    private const int StepMilliseconds = 50;

    public static void Run()
    {
        if (Variables.Find("_AWS_LAMBDA_DOTNET_DEBUGGING") is not null)
        {
            Wait();
        }
    }

    /// <summary>Apart, because a method that names the console loads its library.</summary>
    private static void Wait()
    {
        Console.WriteLine($"Waiting for the debugger to attach to process {Environment.ProcessId}...");
        while (!Debugger.IsAttached)
        {
            Thread.Sleep(StepMilliseconds); // Nothing tells that a debugger has come.
        }
    }
}
