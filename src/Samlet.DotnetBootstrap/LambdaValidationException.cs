namespace Samlet.DotnetBootstrap;

/// <summary>The handler or its code cannot be used; the name is what the caller sees as the error's type.</summary>
internal sealed class LambdaValidationException(string message) : Exception(message);
