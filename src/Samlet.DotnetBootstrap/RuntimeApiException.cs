namespace Samlet.DotnetBootstrap;

/// <summary>The Runtime API did not keep to its protocol, and there is nobody left to report to.</summary>
internal sealed class RuntimeApiException(string message) : Exception(message);
