namespace Samlet.Sandboxes.Linux;

/// <summary>
/// The `/etc` of every room: the users and host names of Lambda in files of its own, and of this computer only what
/// programs need to find libraries, certificates and name servers, bound over empty places. Source: nsswitch.conf(5),
/// hosts(5), the service's `/etc/passwd`.
/// </summary>
internal sealed class RoomEtc(CacheFolder cache)
{
    public const int UserId = 993;
    public const int GroupId = 990;
    public const string HostName = "sandbox";

    private const string Kind = "etc";
    private const string Hosts = "/etc/hosts";

    private const UnixFileMode Readable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private const string Passwd =
        "root:x:0:0:root:/root:/bin/sh\nsbx_user1051:x:993:990::/home/sbx_user1051:/sbin/nologin\n"
        + "nobody:x:65534:65534:nobody:/:/sbin/nologin\n";

    private const string Group = "root:x:0:\nsbx_user1051:x:990:\nnobody:x:65534:\n";
    private const string NameServices = "passwd: files\ngroup: files\nhosts: files dns\nservices: files\n";

    private const string LambdaHosts =
        "127.0.0.1 localhost sandbox sandbox.localdomain sandbox.localhost.localdomain host.docker.internal\n"
        + "::1 localhost ip6-localhost ip6-loopback\n";

    private static readonly string[] OfThisComputer =
    [
        "resolv.conf", "ssl", "pki", "ca-certificates", "crypto-policies", "alternatives", "ld.so.cache", "localtime",
        "services", "protocols", "mime.types",
    ];

    /// <summary>The folder to be seen as `/etc`, and what is to be bound into it.</summary>
    public (string Folder, IReadOnlyList<string> Bound) Prepare()
    {
        var bound = Array.FindAll([.. OfThisComputer, .. JavaFolders()], static name => Path.Exists($"/etc/{name}"));
        var hosts = LambdaHosts + ReadHosts();
        var name = ContentHash.Of($"{Passwd}{Group}{NameServices}{hosts}{string.Join(' ', bound)}");
        return (cache.Entry(Kind, name, folder => Fill(folder, hosts, bound)), bound);
    }

    /// <summary>Debian's Java keeps its settings there, behind links from its own folder.</summary>
    private static IEnumerable<string> JavaFolders() =>
        Directory.EnumerateDirectories("/etc", "java*").Select(static path => Path.GetFileName(path));

    private static string ReadHosts() => File.Exists(Hosts) ? File.ReadAllText(Hosts) : "";

    private static void Fill(string folder, string hosts, string[] bound)
    {
        File.WriteAllText(Path.Join(folder, "passwd"), Passwd);
        File.WriteAllText(Path.Join(folder, "group"), Group);
        File.WriteAllText(Path.Join(folder, "nsswitch.conf"), NameServices);
        File.WriteAllText(Path.Join(folder, "hostname"), HostName + "\n");
        File.WriteAllText(Path.Join(folder, "hosts"), hosts);
        foreach (var name in bound)
        {
            AddPlace(Path.Join(folder, name), Directory.Exists($"/etc/{name}"));
        }

        MakeReadable(folder);
    }

    private static void AddPlace(string path, bool isFolder)
    {
        if (isFolder)
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            File.WriteAllText(path, "");
        }
    }

    /// <summary>The function runs as another user when Samlet is root.</summary>
    public static void MakeOpen(string folder)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, Readable);
        }
    }

    private static void MakeReadable(string folder)
    {
        MakeOpen(folder);
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            MakeOpen(entry.FullName);
        }
    }
}
