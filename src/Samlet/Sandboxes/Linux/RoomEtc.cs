using System.Globalization;

namespace Samlet.Sandboxes.Linux;

/// <summary>
/// The `/etc` of every room: the users and host names of Lambda in files of its own, and of this computer only what
/// programs need to find libraries, certificates and name servers. Its folders are bound over empty places; its files
/// are copied once for each of their states, since every mount makes every start a tenth of a millisecond longer.
/// Source: nsswitch.conf(5), hosts(5), the service's `/etc/passwd`.
/// </summary>
internal sealed class RoomEtc(CacheFolder cache)
{
    public const int UserId = 993;
    public const int GroupId = 990;
    public const string HostName = "sandbox";

    private const string Kind = "etc";

    private const UnixFileMode Readable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode Open =
        Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private const string Passwd =
        "root:x:0:0:root:/root:/bin/sh\nsbx_user1051:x:993:990::/home/sbx_user1051:/sbin/nologin\n"
        + "nobody:x:65534:65534:nobody:/:/sbin/nologin\n";

    private const string Group = "root:x:0:\nsbx_user1051:x:990:\nnobody:x:65534:\n";
    private const string NameServices = "passwd: files\ngroup: files\nhosts: files dns\nservices: files\n";

    private const string LambdaHosts =
        "127.0.0.1 localhost sandbox sandbox.localdomain sandbox.localhost.localdomain host.docker.internal\n"
        + "::1 localhost ip6-localhost ip6-loopback\n";

    private const string Alternatives = "alternatives";
    private const string Customize = "/sitecustomize.py";

    /// <summary>Debian has only a program's settings in `ca-certificates`.</summary>
    private static readonly string[] FoldersOfThisComputer =
        ["ssl", "pki", "ca-certificates/extracted", "crypto-policies"];

    private static readonly string[] FilesOfThisComputer =
        ["resolv.conf", "ld.so.cache", "localtime", "services", "protocols", "mime.types"];

    /// <summary>This computer's own.</summary>
    public string Source { get; init; } = "/etc";

    /// <summary>The folder to be seen as `/etc`, and the folders to be bound into it.</summary>
    public (string Folder, IReadOnlyList<string> Bound) Prepare()
    {
        string[] folders = [.. Directory.EnumerateDirectories(Source).Select(static path => Path.GetFileName(path))];
        var bound = Array.FindAll(
            [.. FoldersOfThisComputer, .. folders.Where(IsOfJava)],
            name => Directory.Exists(Path.Join(Source, name)));
        string[] files = [.. FilesOfThisComputer, .. folders.Where(IsOfPython).Select(static name => name + Customize)];
        var hosts = LambdaHosts + ReadHosts();
        var links = Directory.GetLastWriteTimeUtc(Path.Join(Source, Alternatives)).Ticks;
        var states = string.Join(' ', files.Select(StateOf)) + $" {links}";
        var name = ContentHash.Of($"{Passwd}{Group}{NameServices}{hosts}{string.Join(' ', bound)} {states}");
        return (cache.Entry(Kind, name, folder => Fill(folder, hosts, bound, files)), bound);
    }

    /// <summary>Debian's Java keeps its settings there, behind links from its own folder.</summary>
    private static bool IsOfJava(string name) => name.StartsWith("java", StringComparison.Ordinal);

    /// <summary>Debian's Python keeps one file of its library there.</summary>
    private static bool IsOfPython(string name) => name.StartsWith("python", StringComparison.Ordinal);

    /// <summary>Of the file behind all links, time and length; nothing where there is none that can be read.</summary>
    private string StateOf(string name)
    {
        try
        {
            using var file = File.OpenHandle(Path.Join(Source, name));
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{name} {File.GetLastWriteTimeUtc(file).Ticks} {RandomAccess.GetLength(file)}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private string ReadHosts() => Path.Join(Source, "hosts") is var hosts && File.Exists(hosts)
        ? File.ReadAllText(hosts)
        : "";

    private void Fill(string folder, string hosts, string[] bound, string[] files)
    {
        File.WriteAllText(Path.Join(folder, "passwd"), Passwd);
        File.WriteAllText(Path.Join(folder, "group"), Group);
        File.WriteAllText(Path.Join(folder, "nsswitch.conf"), NameServices);
        File.WriteAllText(Path.Join(folder, "hostname"), HostName + "\n");
        File.WriteAllText(Path.Join(folder, "hosts"), hosts);
        foreach (var name in files.Where(name => File.Exists(Path.Join(Source, name))))
        {
            Copy(name, folder);
        }

        CopyLinks(Path.Join(Source, Alternatives), Path.Join(folder, Alternatives));
        foreach (var name in bound)
        {
            Directory.CreateDirectory(Path.Join(folder, name));
        }

        MakeReadable(folder);
    }

    /// <summary>What cannot be read here could not be read there.</summary>
    private void Copy(string name, string folder)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Join(folder, name))!); // Never a root.
            File.Copy(Path.Join(Source, name), Path.Join(folder, name));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A room without it is one of a computer without it.
        }
    }

    private static void CopyLinks(string source, string target)
    {
        if (Directory.Exists(source))
        {
            Directory.CreateDirectory(target);
            foreach (var entry in new DirectoryInfo(source).EnumerateFileSystemInfos())
            {
                if (entry.LinkTarget is { } link)
                {
                    File.CreateSymbolicLink(Path.Join(target, entry.Name), link);
                }
            }
        }
    }

    /// <summary>The function runs as another user when Samlet is root.</summary>
    public static void MakeOpen(string folder) => SetMode(folder, Open);

    private static void MakeReadable(string folder)
    {
        MakeOpen(folder);
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            SetMode(entry.FullName, entry is DirectoryInfo ? Open : Readable);
        }
    }

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }
}
