using System.Globalization;

namespace Samlet.DotnetBootstrap;

/// <summary>What the context tells of the function, and what the same is in every invocation.</summary>
internal sealed class FunctionEnvironment
{
    public string? Name { get; } = Environment.GetEnvironmentVariable("AWS_LAMBDA_FUNCTION_NAME");

    public string? Version { get; } = Environment.GetEnvironmentVariable("AWS_LAMBDA_FUNCTION_VERSION");

    public string? LogGroup { get; } = Environment.GetEnvironmentVariable("AWS_LAMBDA_LOG_GROUP_NAME");

    public string? LogStream { get; } = Environment.GetEnvironmentVariable("AWS_LAMBDA_LOG_STREAM_NAME");

    public int MemoryMegabytes { get; } = int.TryParse(
        Environment.GetEnvironmentVariable("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"),
        NumberStyles.None,
        CultureInfo.InvariantCulture,
        out var megabytes) ? megabytes : 0;
}
