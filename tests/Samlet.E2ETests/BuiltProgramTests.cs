using System.IO.Compression;

namespace Samlet.E2ETests;

/// <summary>Programs as build tools leave them: of Rust, by a makefile, in a zip archive.</summary>
[Requires(RequiresAttribute.Linux)]
public sealed class BuiltProgramTests
{
    private const string Echo = """curl -sS -d "[$event,\"$_HANDLER\"]" "$api/invocation/$id/response" """;

    /// <summary>A client of the Runtime API with nothing but the standard library.</summary>
    private const string Rust = """
        use std::env;
        use std::io::{Read, Write};
        use std::net::TcpStream;

        fn call(request: &str) -> (String, String) {
            let mut stream = TcpStream::connect(env::var("AWS_LAMBDA_RUNTIME_API").unwrap()).unwrap();
            stream.write_all(request.as_bytes()).unwrap();
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer).unwrap();
            let text = String::from_utf8(answer).unwrap();
            let (head, body) = text.split_once("\r\n\r\n").unwrap();
            (head.to_string(), body.to_string())
        }

        fn post(path: &str, headers: &str, body: &str) {
            call(&format!(
                "POST /2018-06-01/runtime/invocation/{path} HTTP/1.1\r\nHost: lambda\r\nConnection: close\r\n{headers}Content-Length: {}\r\n\r\n{body}",
                body.len()));
        }

        fn handle(event: &str) -> Result<String, Box<dyn std::error::Error>> {
            match event.trim_matches('"') {
                "error" => Err("no stars".into()),
                "panic" => panic!("no sky"),
                name => Ok(format!("[\"{name}\",\"{}\"]", env::var("_HANDLER")?)),
            }
        }

        fn main() {
            loop {
                let (head, event) = call("GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: lambda\r\nConnection: close\r\n\r\n");
                let id = head.lines().find_map(|line| {
                    let (name, value) = line.split_once(": ")?;
                    name.eq_ignore_ascii_case("lambda-runtime-aws-request-id").then(|| value.to_string())
                }).unwrap();
                match handle(&event) {
                    Ok(answer) => post(&format!("{id}/response"), "", &answer),
                    Err(error) => post(
                        &format!("{id}/error"),
                        "Lambda-Runtime-Function-Error-Type: unhandled\r\n",
                        &format!("{{\"errorType\":\"&alloc::boxed::Box<dyn core::error::Error>\",\"errorMessage\":\"{error}\"}}")),
                }
            }
        }
        """;

    [Theory]
    [InlineData(TestApp.Process)]
    [InlineData(TestApp.Linux)]
    public async Task A_Rust_program_answers_fails_and_panics(string sandbox)
    {
        Assert.SkipUnless(Machine.FindOnPath("rustc") is not null, "needs rustc");
        using var app = TestApp.WithFunction("provided.al2023", "stars").With("bootstrap.rs", Rust).In(sandbox);
        _ = app.Folder.CreateFolder("src");
        await CompileAsync(app);

        (await app.InvokeWithAsync("\"dusk\"")).IsAnswer("""["dusk","stars"]""");
        var failed = await app.InvokeWithAsync("\"error\"");
        Assert.Equal(
            """{"errorType":"&alloc::boxed::Box<dyn core::error::Error>","errorMessage":"no stars"}""",
            failed.Out.TrimEnd('\n'));
        Assert.Equal(3, failed.ExitCode);
        var panicked = await app.InvokeWithAsync("\"panic\"");
        var error = panicked.IsFunctionError("Runtime.ExitError");
        Assert.EndsWith("exit status 101", error.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
        Assert.Contains("no sky", panicked.Err, StringComparison.Ordinal);
    }

    [Fact]
    [Requires("curl")]
    public async Task What_a_makefile_has_built_runs_from_the_build_folder()
    {
        using var app = TestApp.Bash(Echo);
        app.With("template.yaml", """
            Resources:
              Function:
                Type: AWS::Serverless::Function
                Metadata: {BuildMethod: makefile}
                Properties: {CodeUri: code/, Handler: stars, Runtime: provided.al2023}
            """).With("code/Makefile", "build-Function:\n\tcp bootstrap $(ARTIFACTS_DIR)\n");
        (await app.InvokeWithAsync("1")).HasHint("`Function` has a build step (makefile): run `sam build`");

        Directory.CreateDirectory(app.Folder.PathOf(".aws-sam/build"));
        Directory.Move(app.Folder.PathOf("src"), app.Folder.PathOf(".aws-sam/build/Function"));
        app.With(".aws-sam/build/template.yaml", """
            Resources:
              Function:
                Type: AWS::Serverless::Function
                Metadata: {BuildMethod: makefile, SamResourceId: Function}
                Properties: {CodeUri: Function, Handler: stars, Runtime: provided.al2023}
            """);

        var result = await app.InvokeWithAsync("1");

        result.IsAnswer("""[1,"stars"]""");
        Assert.DoesNotContain("hint", result.Err, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TestApp.Process)]
    [InlineData(TestApp.Linux)]
    [Requires("curl")]
    public async Task An_archive_with_the_program_is_the_whole_package(string sandbox)
    {
        using var app = Zipped("bootstrap").In(sandbox);

        (await app.InvokeWithAsync("1")).IsAnswer("""[1,"stars"]""");
    }

    /// <summary>The old runtime for Go started the program that the handler names.</summary>
    [Fact]
    public async Task An_archive_made_for_the_old_Go_runtime_is_to_be_packed_under_another_name()
    {
        using var app = Zipped("stars");

        var result = await app.InvokeWithAsync("1");

        _ = result.IsFunctionError("Runtime.InvalidEntrypoint");
        result.HasHint("Lambda starts the file `bootstrap`, whatever the handler");
    }

    private static TestApp Zipped(string name)
    {
        var app = TestApp.Bash(Echo);
        File.Move(app.Folder.PathOf("src/bootstrap"), app.Folder.PathOf($"src/{name}"), overwrite: true);
        ZipFile.CreateFromDirectory(app.Folder.PathOf("src"), app.Folder.PathOf("function.zip"));
        return app.With("template.yaml", """
            Resources:
              Function:
                Type: AWS::Serverless::Function
                Properties: {CodeUri: function.zip, Handler: stars, Runtime: provided.al2023}
            """);
    }

    private static async Task CompileAsync(TestApp app)
    {
        var built = await new TestProgram(app.Folder, "--edition", "2021", "-o", "src/bootstrap", "bootstrap.rs")
        {
            Program = ["rustc"],
            Limit = TimeSpan.FromMinutes(5),
            Environment = new Dictionary<string, string>
            {
                ["HOME"] = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), // Where rustup keeps it.
            },
        }.RunAsync();
        Assert.True(built.ExitCode == 0, built.ToString());
    }
}
