using System.Globalization;

namespace Samlet.Sandboxes.Linux;

/// <summary>
/// The end of a program as a shell or bubblewrap tells it: 128 and the number for a signal. A program may exit with
/// such a number itself, as Node.js does with 128 and 129, so only the signals that end programs count.
/// </summary>
internal static class RoomExit
{
    public static SandboxExit Of(int status) => status is 134 or 135 or 136 or 137 or 139 or 143
        ? new SandboxExit(0, status - 128)
        : new SandboxExit(status, 0);

    public static SandboxExit Parse(ReadOnlySpan<char> status) =>
        int.TryParse(status, CultureInfo.InvariantCulture, out var number) ? Of(number) : new SandboxExit(0, 9);
}
