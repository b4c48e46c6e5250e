namespace Samlet.E2ETests.Support;

/// <summary>The program that the launcher has built in the repository of these tests.</summary>
internal static class Checkout
{
    public static string NativeProgram { get; } = Path.Combine(
        Repository.Root, "artifacts", "bin", OperatingSystem.IsWindows() ? "samlet.exe" : "samlet");

    /// <summary>
    /// Program and first arguments: the native program, or the managed one where the launcher could build no other.
    /// </summary>
    public static IReadOnlyList<string> Program { get; } =
        File.Exists(NativeProgram) ? [NativeProgram]
        : File.Exists(ManagedProgram) ? ["dotnet", ManagedProgram]
        : throw new InvalidOperationException("Samlet is not built; run ./samlet once, or ./test");

    private static string ManagedProgram => Path.Combine(Repository.Root, "artifacts", "jit", "samlet.dll");
}
