using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Samlet.Tests.Support;

namespace Samlet.Tests.Runtimes.Bootstraps;

/// <summary>A real runtime process against a Runtime API that the test plays.</summary>
internal static class BootstrapProcess
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Kills the process the moment the task completes, most often when it asks for an event too many, as Samlet does.
    /// </summary>
    /// <param name="start">The command and its folder.</param>
    /// <param name="variables">All that it has; later ones win, and null or `-` takes one away.</param>
    /// <param name="api">Keeps what the process posts.</param>
    /// <param name="done">Completes when there is nothing to wait for but the end.</param>
    public static async Task<BootstrapRun> RunAsync(
        ProcessStartInfo start, IEnumerable<KeyValuePair<string, string?>> variables, RuntimeApiStub api, Task done)
    {
        using var process = Start(start, variables);
        var output = ReadAsync(process.StandardOutput);
        var error = ReadAsync(process.StandardError);
        var exited = process.WaitForExitAsync(TestContext.Current.CancellationToken);
        var wasAlive = await Task.WhenAny(done, exited).WaitAsync(Limit) == done;
        process.Kill(entireProcessTree: true); // Does nothing if it has exited.
        await exited;
        return new BootstrapRun(
            wasAlive ? null : process.ExitCode, await output, Encoding.UTF8.GetString(await error), api.Posts);
    }

    private static Process Start(ProcessStartInfo start, IEnumerable<KeyValuePair<string, string?>> variables)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.Environment.Clear();
        foreach (var (name, value) in variables)
        {
            if (value is null or "-")
            {
                start.Environment.Remove(name);
            }
            else
            {
                start.Environment[name] = value;
            }
        }

        var process = Process.Start(start)!; // Null only for shell execution.
        process.StandardInput.Close();
        return process;
    }

    private static async Task<byte[]> ReadAsync(StreamReader stream)
    {
        using var bytes = new MemoryStream();
        await stream.BaseStream.CopyToAsync(bytes);
        return bytes.ToArray();
    }
}

/// <summary>
/// What came of one runtime process. The exit code is null when it was killed, waiting for another event.
/// </summary>
internal record BootstrapRun(int? ExitCode, byte[] OutputBytes, string Error, IReadOnlyList<RuntimePost> Posts)
{
    public string Output => Encoding.UTF8.GetString(OutputBytes);

    /// <summary>The body of the only post, or of the first.</summary>
    public string Answer =>
        Posts.Count > 0 ? Posts[0].Text : throw new InvalidOperationException($"no answer; {Output}{Error}");

    public JsonElement Json => JsonDocument.Parse(Answer).RootElement;

    public string ErrorType => Member("errorType");

    public string ErrorMessage => Member("errorMessage");

    public string[] StackTrace => [.. Json.GetProperty("stackTrace").EnumerateArray().Select(line => line.GetString()!)];

    public string Member(string name) => Json.GetProperty(name).GetString()!;
}
