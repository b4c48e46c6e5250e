using Samlet.Functions;

namespace Samlet.Runtimes;

/// <summary>How an environment comes to be. Source: Lambda developer guide, execution environment lifecycle.</summary>
internal enum InitializationType
{
    OnDemand,
    SnapStart,
    ManagedInstances,
}

internal static class InitializationTypes
{
    private static readonly TimeSpan OnDemandLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LeastEagerLimit = TimeSpan.FromSeconds(130);
    private static readonly TimeSpan MostEagerLimit = TimeSpan.FromSeconds(900);

    /// <summary>The value of AWS_LAMBDA_INITIALIZATION_TYPE.</summary>
    public static string Name(this InitializationType type) => type switch
    {
        InitializationType.SnapStart => "snap-start",
        InitializationType.ManagedInstances => "lambda-managed-instances",
        _ => "on-demand",
    };

    public static InitializationType Of(Function function, RuntimeIdentifier runtime) =>
        function.EnvironmentConcurrency is not null ? InitializationType.ManagedInstances
        : function.HasSnapStart && HasSnapStart(runtime) ? InitializationType.SnapStart
        : InitializationType.OnDemand;

    /// <summary>
    /// Ten seconds where a caller waits; where none does the larger of 130 seconds and the function's timeout, at most
    /// 15 minutes.
    /// </summary>
    public static TimeSpan Limit(this InitializationType type, TimeSpan timeout) =>
        type == InitializationType.OnDemand ? OnDemandLimit
        : timeout < LeastEagerLimit ? LeastEagerLimit
        : timeout > MostEagerLimit ? MostEagerLimit
        : timeout;

    /// <summary>Java 11, Python 3.12, .NET 8 and later.</summary>
    private static bool HasSnapStart(RuntimeIdentifier runtime) => runtime.Family switch
    {
        RuntimeFamily.Java => runtime.InterpreterVersion is not "8",
        RuntimeFamily.Python => runtime.InterpreterVersion is not ("3.8" or "3.9" or "3.10" or "3.11"),
        RuntimeFamily.Dotnet => runtime.InterpreterVersion is not ("6" or "6.0"),
        _ => false,
    };
}
