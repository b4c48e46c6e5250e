namespace Samlet.Runtimes;

/// <summary>Sizes in bytes. Source: Lambda quotas; the exact figures are those of the service's own messages.</summary>
internal static class PayloadLimits
{
    /// <summary>6 MiB and 100 bytes, for the event of a synchronous call.</summary>
    public const int Event = 6_291_556;

    public const int Response = 6_291_556;

    /// <summary>A response that is streamed to its caller.</summary>
    public const long Stream = 200L * 1024 * 1024;

    /// <summary>What runtimes and extensions report of themselves: errors of initialization, registrations.</summary>
    public const int Report = 1024 * 1024;
}
