using System.Globalization;

namespace Samlet.Runtimes;

/// <summary>
/// The trace header a function sees although nothing records it: a root with the time in it, a parent, not sampled.
/// Source: X-Ray developer guide, tracing header; recorded invocations always carry one.
/// </summary>
internal static class XRayTrace
{
    public static string NewUnsampled(DateTimeOffset time)
    {
        var digits = Guid.NewGuid().ToString("N") + Guid.NewGuid().ToString("N");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Root=1-{time.ToUnixTimeSeconds():x8}-{digits[..24]};Parent={digits[32..48]};Sampled=0");
    }
}
