using System.Runtime.CompilerServices;

namespace Samlet.DotnetBootstrap;

/// <summary>
/// The runtime client of class library functions: `dotnet exec --depsfile D --runtimeconfig R
/// Samlet.DotnetBootstrap.dll ASSEMBLY::TYPE::METHOD`, where D and R are the function's own. `src/Samlet` builds it and
/// carries it along.
/// </summary>
internal static class Program
{
    private const string EndpointOption = "--runtime-api-endpoint";

    private static void Main(string[] arguments)
    {
        CoreAssembly.SupplyWhereAbsent();
        DebuggerWait.Run();
        MemoryLimit.Apply();
        var log = new Log();
        var api = new RuntimeApi(EndpointOf(arguments));
        var function = Load(arguments.Length > 0 ? arguments[0] : "", log, api);
        if (Snapshot.IsWanted)
        {
            Snapshot.Pass(api, log);
        }

        var responder = new Responder(function, log);
        if (ConcurrentLoop.IsWanted)
        {
            RunConcurrently(responder, api);
        }
        else
        {
            new InvocationLoop(responder, api).Run();
        }
    }

    /// <summary>Apart, because the method that makes this loop loads the library of its collections.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RunConcurrently(Responder responder, RuntimeApi api) =>
        new ConcurrentLoop(responder, api).Run();

    private static string EndpointOf(string[] arguments)
    {
        var option = Array.IndexOf(arguments, EndpointOption);
        return option >= 0 && option + 1 < arguments.Length
            ? arguments[option + 1]
            : Variables.Find("AWS_LAMBDA_RUNTIME_API") ?? "";
    }

    /// <summary>A fault is reported, and then ends the process as any exception that nobody catches.</summary>
    private static HandlerCall Load(string handler, Log log, RuntimeApi api)
    {
        try
        {
            return FunctionLoader.Load(handler, log);
        }
        catch (Exception fault)
        {
            log.WriteFault(fault);
            api.PostInitError(fault, errorType: null);
            if (Snapshot.IsWanted)
            {
                Environment.Exit(1);
            }

            throw;
        }
    }
}
