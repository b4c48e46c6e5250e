namespace Samlet.E2ETests.Support;

/// <summary>The repository that the tests are built from, and the program that its launcher has built there.</summary>
internal static class Checkout
{
    public static string Root { get; } = FindRoot();

    public static string NativeProgram { get; } = Path.Combine(
        Root, "artifacts", "bin", OperatingSystem.IsWindows() ? "samlet.exe" : "samlet");

    /// <summary>
    /// Program and first arguments: the native program, or the managed one where the launcher could build no other.
    /// </summary>
    public static IReadOnlyList<string> Program { get; } =
        File.Exists(NativeProgram) ? [NativeProgram]
        : File.Exists(ManagedProgram) ? ["dotnet", ManagedProgram]
        : throw new InvalidOperationException("Samlet is not built; run ./samlet once, or ./test");

    private static string ManagedProgram => Path.Combine(Root, "artifacts", "jit", "samlet.dll");

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Samlet.slnx")))
        {
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException("no Samlet.slnx above the tests");
        }

        return folder;
    }
}
