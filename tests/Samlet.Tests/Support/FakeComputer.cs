using Samlet.Functions;
using Samlet.Runtimes.Interpreters;

namespace Samlet.Tests.Support;

/// <summary>A home, a PATH and shell scripts as interpreters; the real system's Java and .NET are seen too.</summary>
internal sealed class FakeComputer : IDisposable
{
    private readonly TempFolder _folder = new();

    public FakeComputer()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the stand-ins for interpreters are shell scripts");
        foreach (var variable in new[] { "RUNNER_TOOL_CACHE", "HOMEBREW_PREFIX", "N_PREFIX" })
        {
            Variables[variable] = PathOf("none");
        }

        Variables["PATH"] = PathOf("bin");
    }

    public Dictionary<string, string> Variables { get; } = [];

    public CacheFolder Cache => new(PathOf("cache"));

    public HostEnvironment Host => new(Variables, PathOf("home"));

    public string PathOf(string path) => _folder.PathOf(path);

    public string Write(string path, string text) => _folder.Write(path, text);

    /// <summary>A program that prints lines, by default the version given and then its own path.</summary>
    public string AddProgram(string path, string version, params string[] lines)
    {
        var program = PathOf(path);
        var text = string.Concat(lines.DefaultIfEmpty(program).Prepend(version).Select(line => $"echo '{line}'\n"));
        return AddScript(path, text);
    }

    public void AddPyenvVersions(string versions)
    {
        foreach (var version in versions.Split(' '))
        {
            AddProgram($"home/.pyenv/versions/{version}/bin/python", "unasked");
        }
    }

    public string AddScript(string path, string text)
    {
        var program = _folder.WriteProgram(path, $"#!/bin/sh\necho asked >> '{PathOf("asked")}'\n{text}");
        MakeNewer(Path.GetDirectoryName(program)!); // A script is never a root.
        return program;
    }

    /// <summary>File times move in steps of milliseconds, and tests are quicker.</summary>
    public static void MakeNewer(string path)
    {
        for (var folder = path; folder?.Length > Path.GetTempPath().Length; folder = Path.GetDirectoryName(folder))
        {
            File.SetLastWriteTimeUtc(folder, File.GetLastWriteTimeUtc(folder) + TimeSpan.FromSeconds(1));
        }
    }

    public int TimesAsked => File.Exists(PathOf("asked")) ? File.ReadAllLines(PathOf("asked")).Length : 0;

    /// <summary>Each call is like one of a new process: only the cache remains.</summary>
    public Task<InterpreterChoice> LocateAsync(
        string runtime, RuntimeVersionPolicy policy = RuntimeVersionPolicy.Nearest) =>
        new InterpreterLocator(Host, Cache)
            .LocateAsync(RuntimeIdentifier.Parse(runtime), policy, TestContext.Current.CancellationToken)
            .AsTask();

    public string[] ReadMemory() => File.ReadAllLines(PathOf("cache/interpreters/known"));

    public void SetSearchPath(params IEnumerable<string> folders) =>
        Variables["PATH"] = string.Join(Path.PathSeparator, folders.Select(PathOf));

    public void Dispose() => _folder.Dispose();
}
