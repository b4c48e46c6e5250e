namespace Samlet.E2ETests.Support;

/// <summary>
/// A container engine's program that notes its command lines and runs what it is to run as a process of this computer.
/// What a process writes is handed on when it has ended, as late as an engine may.
/// </summary>
internal sealed class FakeEngine
{
    private const string Program = """
        #!/bin/bash
        here=$(dirname "$0")
        echo "$*" >>"$here/calls"
        case "$*" in
          info*) cat "$here/info"; exit ;;
          "context inspect"*) cat "$here/context" 2>/dev/null; exit ;;
          "image inspect"*Architecture*) echo 'amd64 sha256:1 {}'; exit ;;
          "image inspect"*) echo sha256:1; exit ;;
          "network inspect"*) cat "$here/network"; exit ;;
          "ps "*) cat "$here/ps" 2>/dev/null; exit 0 ;;
          "volume ls"*) cat "$here/volumes" 2>/dev/null; exit 0 ;;
          "rm "*) kill -KILL "$(cat "$here/process")" 2>/dev/null; exit 0 ;;
          "run "*) shift ;;
          *) exit 1 ;;
        esac
        while [ $# -gt 0 ]; do
          case $1 in
            --rm | --read-only) shift ;;
            --entrypoint) program=$2; shift 2 ;;
            --*) shift 2 ;;
            *) shift; break ;;
          esac
        done
        "$program" "$@" >"$here/output" 2>&1 &
        echo $! >"$here/process"
        wait $!
        status=$?
        cat "$here/output"
        exit $status
        """;

    private readonly TestApp _app;
    private readonly string _name;

    /// <param name="app">The app whose function runs there.</param>
    /// <param name="name">The program's name.</param>
    /// <param name="info">What `info` prints.</param>
    public FakeEngine(TestApp app, string name, string info)
    {
        (_app, _name) = (app, name);
        app.Folder.WriteProgram($"engine/{name}", Program);
        Answer("info", info);
    }

    /// <summary>Its command lines so far.</summary>
    public IReadOnlyList<string> Calls =>
        File.Exists(_app.Folder.PathOf("engine/calls")) ? File.ReadAllLines(_app.Folder.PathOf("engine/calls")) : [];

    /// <summary>The command line of the container.</summary>
    public string RunCall => Assert.Single(Calls, static call => call.StartsWith("run ", StringComparison.Ordinal));

    /// <summary>An app with one function, an image whose program is a script in bash.</summary>
    public static TestApp AppOf(string script, string properties = "")
    {
        var app = TestApp.Of("");
        app.Folder.Write("run.sh", script.ReplaceLineEndings("\n"));
        return app.With("template.yaml", $"""
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Function:
                Type: AWS::Serverless::Function
                Properties:
                  PackageType: Image
                  ImageUri: fake:1
                  ImageConfig: {"{"} EntryPoint: [/bin/bash, {app.Folder.PathOf("run.sh")}] {"}"}
                  {properties.ReplaceLineEndings("\n      ")}
            """);
    }

    public FakeEngine Answer(string question, string text)
    {
        _app.Folder.Write($"engine/{question}", text + "\n");
        return this;
    }

    public Task<ProgramResult> RunAsync(params string[] arguments) =>
        (_app.Invocation(["--sandbox", "docker", .. arguments]) with
        {
            Environment = new Dictionary<string, string>
            {
                ["SAMLET_CONTAINER_ENGINE"] = _app.Folder.PathOf($"engine/{_name}"),
            },
        }).RunAsync();
}
