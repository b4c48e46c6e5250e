using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Samlet.E2ETests.Support;

/// <summary>
/// Compiles Java source against the interfaces that the bootstrap carries, since aws-lambda-java-core may not be at
/// hand. Only what is given reaches the folder, unless a test wants the interfaces there too.
/// </summary>
internal static partial class JavaClasses
{
    private const string Bootstrap = "src/Samlet/Runtimes/Bootstraps/java";

    /// <summary>Into a folder of classes.</summary>
    public static async Task CompileAsync(
        TempFolder folder, string target, string source, string classPath = "", int release = 8)
    {
        var name = PublicClass().Match(source).Groups[1].Value;
        var file = folder.Write($"java/{name}.java", source);
        var classes = Directory.CreateDirectory(folder.PathOf(target)).FullName;
        await RunAsync(
            "javac",
            "-J-XX:TieredStopAtLevel=1", "-proc:none", "-nowarn", "-encoding", "UTF-8", "--release", $"{release}",
            "-Xlint:-options", "-implicit:none", "-cp", folder.PathOf(classPath),
            "-sourcepath", Path.Combine(Repository.Root, Bootstrap), "-d", classes, file);
    }

    /// <summary>Into an archive, whose folders are made.</summary>
    public static async Task ArchiveAsync(TempFolder folder, string target, string source, string classPath = "")
    {
        var classes = $"classes/{target}";
        await CompileAsync(folder, classes, source, classPath);
        var archive = folder.PathOf(target);
        Directory.CreateDirectory(Path.GetDirectoryName(archive)!); // Below the test's folder, so never a root.
        await RunAsync("jar", "cf", archive, "-C", folder.PathOf(classes), ".");
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true };
        using var process = Process.Start(start)!; // Null only for shell execution.
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, error);
    }

    [GeneratedRegex(@"public (?:final )?class (\w+)")]
    private static partial Regex PublicClass();
}
