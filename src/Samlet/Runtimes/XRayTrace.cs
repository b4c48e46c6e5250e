using System.Globalization;

namespace Samlet.Runtimes;

/// <summary>
/// The parts of a trace header, `Root=1-…;Parent=…;Sampled=0`; what is not there is null. Source: X-Ray developer
/// guide, tracing header.
/// </summary>
internal sealed record XRayTrace(string? Root, string? Parent, bool IsSampled)
{
    /// <summary>
    /// The header a function sees although nothing records it: a root with the time in it, a parent, not sampled.
    /// Recorded invocations always carry one.
    /// </summary>
    public static string NewUnsampled(DateTimeOffset time)
    {
        var digits = Guid.NewGuid().ToString("N") + Guid.NewGuid().ToString("N");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Root=1-{time.ToUnixTimeSeconds():x8}-{digits[..24]};Parent={digits[32..48]};Sampled=0");
    }

    public static XRayTrace Parse(string? header) =>
        new(Field(header, "Root="), Field(header, "Parent="), Field(header, "Sampled=") == "1");

    private static string? Field(string? header, string name)
    {
        foreach (var part in (header ?? "").Split(';', StringSplitOptions.TrimEntries))
        {
            if (part.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                return part[name.Length..];
            }
        }

        return null;
    }
}
