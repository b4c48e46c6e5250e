using System.Globalization;

namespace Samlet.Gateway;

/// <summary>The process that listens on a port, as far as this user may know. Linux only. Source: proc(5).</summary>
internal static class PortOwner
{
    private const string Listening = "0A";

    private static readonly EnumerationOptions WhatIsReadable = new() { IgnoreInaccessible = true };

    public static string? Find(int port)
    {
        var sockets = SocketsOn(port).Select(static inode => $"socket:[{inode}]").ToHashSet();
        return sockets.Count == 0
            ? null
            : Processes().Where(process => Has(process, sockets)).Select(NameOf).FirstOrDefault();
    }

    /// <summary>Lines have `NUMBER: ADDRESS:PORT REMOTE STATE ... INODE`, numbers in hexadecimal digits.</summary>
    private static IEnumerable<string> SocketsOn(int port)
    {
        var end = string.Create(CultureInfo.InvariantCulture, $":{port:X4}");
        return from file in (string[])["/proc/net/tcp", "/proc/net/tcp6"]
               where File.Exists(file)
               from line in File.ReadLines(file)
               let words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
               where words.Length > 9 && words[1].EndsWith(end, StringComparison.Ordinal) && words[3] == Listening
               select words[9];
    }

    private static IEnumerable<string> Processes() => Directory.Exists("/proc")
        ? Directory.EnumerateDirectories("/proc").Where(static folder => char.IsAsciiDigit(folder[^1]))
        : [];

    private static bool Has(string process, HashSet<string> sockets)
    {
        try
        {
            return new DirectoryInfo(Path.Join(process, "fd")).EnumerateFileSystemInfos("*", WhatIsReadable)
                .Any(file => file.LinkTarget is { } target && sockets.Contains(target));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false; // Another user's, or gone.
        }
    }

    private static string NameOf(string process)
    {
        try
        {
            return $"`{File.ReadAllText(Path.Join(process, "comm")).Trim()}` (process {Path.GetFileName(process)})";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"process {Path.GetFileName(process)}";
        }
    }
}
