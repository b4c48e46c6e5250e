using Samlet.Functions;

namespace Samlet.Gateway;

/// <summary>How long the answer of an authorizer holds.</summary>
internal static class Lifetimes
{
    private const int LongestSeconds = 3600;

    public static TimeSpan? Read(PropertyReader properties, string name) =>
        properties.Integer(name, 0, LongestSeconds) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
}
