using System.Diagnostics;

namespace Samlet.E2ETests.Support;

/// <summary>
/// One run of Samlet as a process of its own: arguments, exactly this environment, this folder, this input.
/// </summary>
internal sealed record TestProgram(TempFolder Folder, params IReadOnlyList<string> Arguments)
{
    private static readonly string[] Inherited = [
        "PATH", "PYENV_ROOT", "NVM_DIR", "RBENV_ROOT", "SDKMAN_DIR", "SystemRoot"];

    /// <summary>The program and its first arguments: Samlet, unless a test is about something around it.</summary>
    public IReadOnlyList<string> Program { get; init; } = Checkout.Program;

    public byte[] Input { get; init; } = [];

    /// <summary>
    /// What a person gets who chooses nothing, unless a test is about another. The variable SAMLET_TEST_SANDBOX runs
    /// all tests that do not care in another one.
    /// </summary>
    public string Sandbox { get; init; } =
        System.Environment.GetEnvironmentVariable("SAMLET_TEST_SANDBOX") ?? "auto";

    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(60);

    public string? WorkingFolder { get; init; }

    /// <summary>
    /// Variables besides those that find the interpreters; the home folder is an empty one in the test's folder.
    /// </summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public async Task<ProgramResult> RunAsync()
    {
        await using var running = Start();
        return await running.WaitAsync(Limit);
    }

    public RunningProgram Start()
    {
        var start = new ProcessStartInfo(Program[0])
        {
            WorkingDirectory = WorkingFolder ?? Folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in Program.Skip(1).Concat(Arguments))
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Clear();
        foreach (var (name, value) in CompleteEnvironment())
        {
            start.Environment[name] = value;
        }

        return new RunningProgram(Process.Start(start)!, Input); // Null only for shell execution.
    }

    private Dictionary<string, string> CompleteEnvironment()
    {
        var home = Directory.CreateDirectory(Folder.PathOf("home")).FullName;
        var complete = new Dictionary<string, string> { ["HOME"] = home, ["USERPROFILE"] = home, ["NO_COLOR"] = "1" };
        complete["SAMLET_SANDBOX"] = Sandbox;
        foreach (var name in Inherited)
        {
            if (System.Environment.GetEnvironmentVariable(name) is { } value)
            {
                complete[name] = value;
            }
        }

        foreach (var (name, value) in Environment)
        {
            complete[name] = value;
        }

        return complete;
    }
}
