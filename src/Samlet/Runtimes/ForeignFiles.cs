using System.Runtime.InteropServices;
using System.Text;
using Samlet.Sandboxes.Native;

namespace Samlet.Runtimes;

/// <summary>
/// Native libraries of a function that are made for another system or processor than the one it runs on: the usual
/// reason why code that was built elsewhere cannot be loaded. Looked for only when loading has failed.
/// </summary>
internal static class ForeignFiles
{
    private const int MostEntries = 100_000;
    private const int MostNamed = 3;

    /// <summary>What Node.js, Python, Ruby, Java and the C library say of such a file.</summary>
    private static readonly string[] Signs =
    [
        "invalid ELF header", "wrong ELF class", "ERR_DLOPEN_FAILED", "exec format error", "Exec format error",
        "not a mach-o", "not valid mach-o", "UnsatisfiedLinkError", "cannot open shared object file",
        "incompatible architecture", "Unable to load shared library",
    ];

    /// <summary>The text of a hint; null when the error is another or everything fits.</summary>
    /// <param name="codeFolder">The function's code.</param>
    /// <param name="errorObject">How the function failed.</param>
    public static string? HintFor(string codeFolder, ReadOnlyMemory<byte> errorObject)
    {
        var text = Encoding.UTF8.GetString(errorObject.Span);
        if (codeFolder.Length == 0 || !Array.Exists(Signs, sign => text.Contains(sign, StringComparison.Ordinal)))
        {
            return null;
        }

        var foreign = Find(codeFolder).Where(static one => !IsOneOfSeveral(one.Name)).Take(MostNamed + 1).ToList();
        if (foreign.Count == 0)
        {
            return null;
        }

        var names = foreign.Take(MostNamed).Select(one => $"`{one.Name}` is for {one.Platform}");
        var more = foreign.Count > MostNamed ? ", and more are for others" : "";
        return $"{string.Join(", ", names)}{more}: install the dependencies for {ThisMachine}, "
            + "as `sam build` in the function's own runtime does";
    }

    /// <summary>Packages that bring a library for each platform choose the right one themselves.</summary>
    private static bool IsOneOfSeveral(string name) =>
        name.Split('/', '\\').Any(static part => part is "prebuilds" or "prebuilt" or "fsevents");

    /// <summary>The libraries by their path in the folder, and what they are made for.</summary>
    public static IEnumerable<(string Name, string Platform)> Find(string folder)
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            IgnoreInaccessible = true,
            AttributesToSkip = FileAttributes.ReparsePoint,
        };
        foreach (var path in Directory.EnumerateFiles(folder, "*", options).Take(MostEntries))
        {
            if (IsLibrary(Path.GetFileName(path)) && PlatformOf(path) is { } platform && platform != ThisMachine)
            {
                yield return (Path.GetRelativePath(folder, path), platform);
            }
        }
    }

    private static string ThisMachine { get; } = OperatingSystem.IsMacOS() ? "macOS"
        : OperatingSystem.IsWindows() ? "Windows"
        : $"Linux on {(RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x86_64")}";

    private static bool IsLibrary(string name) =>
        name.EndsWith(".node", StringComparison.Ordinal)
        || name.EndsWith(".so", StringComparison.Ordinal)
        || name.Contains(".so.", StringComparison.Ordinal)
        || name.EndsWith(".dylib", StringComparison.Ordinal)
        || name.EndsWith(".pyd", StringComparison.Ordinal)
        || name.EndsWith(".bundle", StringComparison.Ordinal);

    /// <summary>Null for what is no library, as a text that is only called so.</summary>
    private static string? PlatformOf(string path)
    {
        if (ElfFile.TryRead(path) is { } elf)
        {
            return elf.Machine switch
            {
                ElfFile.MachineX64 => "Linux on x86_64",
                ElfFile.MachineArm64 => "Linux on arm64",
                var machine => $"Linux on processor {machine}",
            };
        }

        Span<byte> start = stackalloc byte[4];
        return !TryReadStart(path, start) ? null
            : start.StartsWith("MZ"u8) ? "Windows"
            : IsMachO(start) ? "macOS"
            : null;
    }

    /// <summary>For one processor, of 64 or 32 bits, or for several. Source: mach-o/loader.h.</summary>
    private static bool IsMachO(ReadOnlySpan<byte> start) => start is
        [0xcf or 0xce, 0xfa, 0xed, 0xfe] or [0xca, 0xfe, 0xba, 0xbe] or [0xfe, 0xed, 0xfa, 0xce or 0xcf];

    private static bool TryReadStart(string path, Span<byte> start)
    {
        try
        {
            using var file = File.OpenHandle(path);
            return RandomAccess.Read(file, start, 0) == start.Length;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
