using System.Runtime.InteropServices;
using System.Text;

namespace Samlet.Runtimes;

/// <summary>
/// Native libraries of a function that are made for another system or processor than the one it runs on: the usual
/// reason why code that was built elsewhere cannot be loaded. Looked for when loading has failed, and by `describe`.
/// </summary>
internal static class ForeignFiles
{
    private const int MostNamed = 3;

    /// <summary>What Node.js, Python, Ruby, Java and the C library say of such a file.</summary>
    private static readonly string[] Signs =
    [
        "invalid ELF header", "wrong ELF class", "ERR_DLOPEN_FAILED", "exec format error", "Exec format error",
        "not a mach-o", "not valid mach-o", "UnsatisfiedLinkError", "cannot open shared object file",
        "incompatible architecture", "Unable to load shared library",
        "linux-x64", "linux-arm64", "native binding", // Of packages of npm, which look for their parts themselves.
    ];

    /// <summary>Parts of paths that tell platforms apart, and not what a library is.</summary>
    private static readonly HashSet<string> PlatformWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "linux", "darwin", "macos", "osx", "mac", "apple", "win32", "win", "windows", "freebsd", "android", "sunos",
        "gnu", "glibc", "musl", "linuxmusl", "msvc", "gnueabihf", "pc", "unknown", "universal2", "electron",
        "x64", "x86", "64", "32", "amd64", "ia32", "i386", "i686", "arm", "arm64", "armv6", "armv7", "armv8", "aarch64",
        "aarch", "ppc64", "ppc64le", "s390x", "riscv64", "loong64", "lib", "so", "dylib", "jnilib", "dll", "pyd",
        "node", "bundle", "manylinux", "musllinux", "native", "natives",
    };

    /// <summary>The text of a hint; null when the error is another or everything fits.</summary>
    /// <param name="codeFolder">The function's code.</param>
    /// <param name="errorObject">How the function failed.</param>
    public static string? HintFor(string codeFolder, ReadOnlyMemory<byte> errorObject)
    {
        var text = Encoding.UTF8.GetString(errorObject.Span);
        return codeFolder.Length > 0
            && Array.Exists(Signs, sign => text.Contains(sign, StringComparison.Ordinal))
            && Name(Find([codeFolder], ThisMachine)) is { } names
                ? $"{names}: install the dependencies for {ThisMachine}, "
                    + "as `sam build` in the function's own runtime does"
                : null;
    }

    /// <summary>A few of them in words; null for none.</summary>
    public static string? Name(IReadOnlyList<NativeLibrary> foreign)
    {
        var names = foreign.Take(MostNamed).Select(static one => $"`{one.Name}` is for {one.Platform}");
        var more = foreign.Count > MostNamed ? ", and more are for others" : "";
        return foreign.Count > 0 ? string.Join(", ", names) + more : null;
    }

    /// <summary>
    /// The libraries in these folders and archives that are not for the platform, unless the same one is there for it
    /// too: packages that bring one for each platform choose themselves.
    /// </summary>
    public static IReadOnlyList<NativeLibrary> Find(IEnumerable<string> places, string platform)
    {
        List<NativeLibrary> all = [.. places.SelectMany(NativeLibrary.AllIn)];
        var fitting = all.Where(one => one.Platform == platform)
            .Select(static one => MeaningOf(one.Name))
            .ToHashSet(StringComparer.Ordinal);
        return [.. all
            .Where(one => one.Platform != platform && !IsOptional(one.Name) && !fitting.Contains(MeaningOf(one.Name)))
            .OrderBy(static one => one.Name, StringComparer.Ordinal)];
    }

    /// <summary>Packages that do without, and one that only macOS has.</summary>
    private static bool IsOptional(string name) =>
        name.Split('/', '\\').Any(static part => part is "prebuilds" or "prebuilt" or "fsevents");

    /// <summary>A path without what tells platforms apart.</summary>
    private static string MeaningOf(string name) =>
        string.Join(' ', name.Split('/', '\\', '-', '_', '.', '!').Where(static part => !PlatformWords.Contains(part)));

    private static string ThisMachine { get; } = OperatingSystem.IsMacOS() ? "macOS"
        : OperatingSystem.IsWindows() ? "Windows"
        : NativeLibrary.LinuxOn(RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x86_64")
            + (File.Exists("/etc/alpine-release") ? " with musl" : "");
}
