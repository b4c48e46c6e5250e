using System.Text;

namespace Samlet.E2ETests.Support;

/// <summary>A template and its code in a folder of the test's own.</summary>
internal sealed class TestApp : IDisposable
{
    public const string Process = "process";
    public const string Linux = "linux";

    private string? _sandbox;

    public TempFolder Folder { get; } = new();

    /// <summary>Where a function of the sandbox that a test has chosen finds its code.</summary>
    public string TaskFolder => _sandbox switch
    {
        Process => Folder.PathOf("src"),
        Linux => "/var/task",
        _ => throw new InvalidOperationException("which sandbox, the test has to say"),
    };

    public static TestApp Node(string code, string properties = "") =>
        WithFunction("nodejs22.x", "app.handler", properties).With("src/app.js", code);

    public static TestApp Python(string code, string properties = "") =>
        WithFunction("python3.13", "app.handler", properties).With("src/app.py", code);

    public static TestApp Ruby(string code, string properties = "") =>
        WithFunction("ruby3.4", "app.handler", properties).With("src/app.rb", code);

    /// <summary>
    /// A custom runtime: `bootstrap` is a bash script that finds the event in $event, and its id in $id.
    /// </summary>
    public static TestApp Bash(string handler, string properties = "")
    {
        var app = WithFunction("provided.al2023", "none", properties);
        app.Folder.WriteProgram("src/bootstrap", $$"""
            #!/usr/bin/env bash
            set -u
            api=http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime
            while :; do
              headers=$(mktemp)
              event=$(curl -sS -D "$headers" "$api/invocation/next") || exit 1
              id=$(sed -n 's/^lambda-runtime-aws-request-id: *\([^ \r]*\).*/\1/ip' "$headers")
              rm -f "$headers"
              {{handler.ReplaceLineEndings("\n  ")}}
            done
            """);
        return app;
    }

    /// <summary>
    /// `properties` are lines of YAML that join those of the one function, whose logical id is `Function`.
    /// </summary>
    public static TestApp WithFunction(string runtime, string handler, string properties = "") => Of($"""
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Function:
            Type: AWS::Serverless::Function
            Properties:
              CodeUri: src/
              Handler: {handler}
              Runtime: {runtime}
              {properties.ReplaceLineEndings("\n      ")}
        """);

    public static TestApp Of(string template) => new TestApp().With("template.yaml", template);

    public TestApp With(string name, string text)
    {
        Folder.Write(name, text);
        return this;
    }

    /// <summary>
    /// An installed gem of one file, which sets a constant of the gem's name in upper case.
    /// </summary>
    public TestApp WithGem(string folder, string name, string value) =>
        With($"{folder}/gems/{name}-1.0/lib/{name}.rb", $"{name.ToUpperInvariant()} = {value}\n")
            .With($"{folder}/specifications/{name}-1.0.gemspec", $$"""
                Gem::Specification.new do |s|
                  s.name = "{{name}}"
                  s.version = "1.0"
                  s.require_paths = ["lib"]
                  s.summary = "a gem"
                  s.authors = ["a test"]
                end
                """);

    /// <summary>Runs the app's functions in this sandbox.</summary>
    public TestApp In(string sandbox)
    {
        _sandbox = sandbox;
        return this;
    }

    /// <summary>`samlet local invoke` with these further arguments, in the app's folder.</summary>
    public TestProgram Invocation(params string[] arguments)
    {
        if (_sandbox == Linux)
        {
            RequiresAttribute.Check("bwrap");
        }

        var program = new TestProgram(Folder, ["local", "invoke", .. arguments]);
        return program with { Sandbox = _sandbox ?? program.Sandbox };
    }

    public Task<ProgramResult> InvokeAsync(params string[] arguments) => Invocation(arguments).RunAsync();

    /// <summary>Invokes with this event on standard input.</summary>
    public Task<ProgramResult> InvokeWithAsync(string payload, params string[] arguments) =>
        (Invocation([.. arguments, "-e", "-"]) with { Input = Encoding.UTF8.GetBytes(payload) }).RunAsync();

    public void Dispose() => Folder.Dispose();
}
