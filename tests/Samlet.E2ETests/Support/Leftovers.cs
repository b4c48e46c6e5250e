using System.Diagnostics;
using System.Text;

namespace Samlet.E2ETests.Support;

/// <summary>
/// Finds the processes a test's run has left: all whose environment, arguments or working folder name the test's
/// folder.
/// A daemon that forked twice is found like any other, since the environment goes down to it.
/// </summary>
internal static class Leftovers
{
    /// <summary>
    /// Fails when a process of the folder still runs after more time than the kernel needs to end a killed one.
    /// </summary>
    public static async Task AssertNoneAsync(TempFolder folder)
    {
        await AssertEndAsync([.. ProcessesOf(folder)]);
        Assert.Empty(ProcessesOf(folder));
    }

    public static async Task AssertEndAsync(IEnumerable<int> processes)
    {
        using var timer = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        foreach (var id in processes)
        {
            Assert.True(await EndsAsync(id, timer.Token), $"still running: {Read(id, "cmdline")}");
        }
    }

    public static List<int> ChildrenOf(int id) =>
    [
        .. Directory.EnumerateDirectories($"/proc/{id}/task")
            .SelectMany(static task => File.ReadAllText($"{task}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(int.Parse),
    ];

    public static IEnumerable<int> ProcessesOf(TempFolder folder)
    {
        var name = Path.GetFileName(folder.Path);
        return from path in Directory.EnumerateDirectories("/proc")
               where int.TryParse(Path.GetFileName(path), out _)
               let id = int.Parse(Path.GetFileName(path))
               where IsAlive(id) && Mentions(id, name)
               select id;
    }

    private static bool Mentions(int id, string name) =>
        Read(id, "cmdline").Contains(name, StringComparison.Ordinal)
        || Read(id, "environ").Contains(name, StringComparison.Ordinal)
        || WorkingFolder(id).Contains(name, StringComparison.Ordinal);

    // A zombie has ended; only nobody has asked for its exit code.
    private static bool IsAlive(int id) => Read(id, "stat").Split(')')[^1] is [_, not 'Z' and not 'X', ..];

    private static string Read(int id, string file)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{id}/{file}"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return ""; // Gone meanwhile, or somebody else's.
        }
    }

    private static string WorkingFolder(int id)
    {
        try
        {
            return new FileInfo($"/proc/{id}/cwd").LinkTarget ?? "";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static async Task<bool> EndsAsync(int id, CancellationToken cancellationToken)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            await process.WaitForExitAsync(cancellationToken);
            return true;
        }
        catch (ArgumentException)
        {
            return true; // Gone before it was opened.
        }
        catch (OperationCanceledException)
        {
            return !IsAlive(id);
        }
    }
}
