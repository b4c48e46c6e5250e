using System.Globalization;
using System.Net.NetworkInformation;

namespace Samlet.Gateway;

/// <summary>Whether the ports that local servers listen on unasked are free, and else who has them.</summary>
internal static class PortCheck
{
    private static readonly (int Port, string Command)[] Ports = [(3000, "start-api"), (3001, "start-lambda")];

    public static IReadOnlyList<CheckResult> Run()
    {
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners()
            .Select(static listener => listener.Port)
            .ToHashSet();
        return [.. Ports.Select(port => Check(port.Port, port.Command, taken.Contains(port.Port)))];
    }

    private static CheckResult Check(int port, string command, bool isTaken)
    {
        var number = port.ToString(CultureInfo.InvariantCulture);
        return isTaken
            ? CheckResult.Warn(
                "port",
                $"{number}, the usual one of {command}, is taken by {PortOwner.Find(port) ?? "another program"}",
                "end that program, or pass --port")
            : CheckResult.Ok("port", $"{number}, the usual one of {command}, is free");
    }
}
