using System.Net.Sockets;

namespace Samlet;

/// <summary>Failures that are nobody's mistake but the limits of the process, wherever they come up.</summary>
internal static class ResourceExhaustion
{
    // errno on Linux and macOS: no more files in the whole system, and in this process.
    private const int SystemFileTable = 23;
    private const int ProcessFiles = 24;

    public static UserErrorException? Explain(Exception error) => error is
        IOException { HResult: SystemFileTable or ProcessFiles }
        or SocketException { SocketErrorCode: SocketError.TooManyOpenSockets }
        or SocketException { NativeErrorCode: SystemFileTable or ProcessFiles }
        ? new UserErrorException("no more files can be opened", "raise the limit with `ulimit -n 1024`", error)
        : null;
}
