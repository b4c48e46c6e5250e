namespace Samlet;

/// <summary>Tells a full disk from other failures of files.</summary>
internal static class DiskSpace
{
    // errno on Linux and macOS, and the words of Windows' error code.
    private const int NoSpace = 28;
    private const int Quota = 122;
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    public static bool IsExhausted(Exception error) =>
        error is IOException { HResult: NoSpace or Quota or WindowsDiskFull };

    public static UserErrorException Explain(string folder, Exception error) => new(
        $"no room is left on the disk of `{folder}`",
        "free some, or set SAMLET_CACHE to a folder on another disk; nothing half done is left behind",
        error);
}
