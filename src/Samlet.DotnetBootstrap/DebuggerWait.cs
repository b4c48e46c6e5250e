using System.Diagnostics;

namespace Samlet.DotnetBootstrap;

/// <summary>With _AWS_LAMBDA_DOTNET_DEBUGGING the function is loaded once a debugger is there, for ten minutes.</summary>
internal static class DebuggerWait
{
    private const int Minutes = 10;
    private const int StepMilliseconds = 50;

    public static void Run()
    {
        if (Variables.Find("_AWS_LAMBDA_DOTNET_DEBUGGING") is null)
        {
            return;
        }

        Console.WriteLine("Waiting for the debugger to attach...");
        var end = Environment.TickCount64 + (Minutes * 60_000);
        while (!Debugger.IsAttached && Environment.TickCount64 < end)
        {
            Thread.Sleep(StepMilliseconds); // Nothing tells that a debugger has come.
        }
    }
}
