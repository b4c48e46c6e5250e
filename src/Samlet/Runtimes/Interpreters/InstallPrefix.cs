namespace Samlet.Runtimes.Interpreters;

/// <summary>
/// The folder of an installation: the one around `bin`, or the program's own where there is no `bin`.
/// </summary>
internal static class InstallPrefix
{
    public static string Of(string program) =>
        OfBinFolder(Path.GetDirectoryName(program)!); // A program is never a root.

    public static string OfBinFolder(string folder) =>
        Path.GetFileName(folder) is "bin" or "Scripts" && Path.GetDirectoryName(folder) is { } parent ? parent : folder;
}
