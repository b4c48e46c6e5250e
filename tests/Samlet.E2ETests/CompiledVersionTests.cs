using System.Text;

namespace Samlet.E2ETests;

/// <summary>
/// Functions of Java and .NET in every version that is installed here: the version that runs them, their context,
/// variables that differ by version, an error with its cause, and the log.
/// </summary>
public sealed class CompiledVersionTests
{
    private const string OldVariables = "AWS_SECRET_KEY _X_AMZN_TRACE_ID";
    private const string NewVariables = "_LAMBDA_TELEMETRY_LOG_FD";

    private const string Seen = """
        package app;

        import com.amazonaws.services.lambda.runtime.Context;

        public class Seen {
            public String tell(String event, Context context) {
                if (event.equals("fail")) {
                    throw new IllegalStateException("too dark", new RuntimeException("within"));
                }
                context.getLogger().log("logged\n");
                String seen = System.getProperty("java.specification.version")
                    + " " + java.nio.charset.Charset.defaultCharset()
                    + " " + context.getFunctionName() + " " + context.getMemoryLimitInMB()
                    + " " + (context.getXrayTraceId() != null);
                for (String name : new String[] {"AWS_SECRET_KEY", "_X_AMZN_TRACE_ID", "_LAMBDA_TELEMETRY_LOG_FD"}) {
                    seen += System.getenv(name) == null ? "" : " " + name;
                }
                return seen;
            }
        }
        """;

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(JavaVersions))]
    [Requires("javac")]
    public async Task A_Java_function_runs_in_its_version(string runtime, string version, string variables)
    {
        using var app = TestApp.WithFunction(runtime, "app.Seen::tell", "FunctionName: ratings\nMemorySize: 512");
        await JavaClasses.CompileAsync(app.Folder, "src", Seen);

        var result = await InvokeAsync(app, "\"x\"");
        result.IsAnswer($"\"{version} UTF-8 ratings 512 true {variables}\"");
        Assert.DoesNotContain("warning", result.Err, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("logged", result.ErrorLines);
        var error = (await InvokeAsync(app, "\"fail\"")).IsFunctionError("java.lang.IllegalStateException");
        Assert.Equal("within", error.GetProperty("cause").GetProperty("errorMessage").GetString());
        Assert.StartsWith("app.Seen.tell(Seen.java:", error.GetProperty("stackTrace")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    [Requires("javac")]
    public async Task Records_of_Java_are_read_and_written_as_beans_are()
    {
        using var app = TestApp.WithFunction("java25", "app.Library::lend", "MemorySize: 512");
        await JavaClasses.CompileAsync(
            app.Folder,
            "src",
            """
            package app;

            import java.util.List;

            public class Library {
                public record Shelf<T>(String name, List<T> books) { }
                public record Book(String title, int stars, Boolean rare, Kind kind) {
                    public Book {
                        if (stars < 0) { throw new IllegalArgumentException("too few stars"); }
                    }
                    public String shout() { return title + "!"; }
                }
                public enum Kind { Novel, Poem }

                public Shelf<Book> lend(Shelf<Book> shelf) {
                    return new Shelf<>(shelf.books().get(0).shout(), shelf.books());
                }
            }
            """,
            release: 17);

        (await app.InvokeWithAsync("""{"name":"a","extra":1,"books":[{"title":"ö","kind":"Poem"},{"stars":2,"rare":true}]}"""))
            .IsAnswer("""{"name":"ö!","books":[{"title":"ö","stars":0,"kind":"Poem"},{"stars":2,"rare":true}]}""");
        var error = (await app.InvokeWithAsync("""{"books":[{"stars":-1}]}""")).IsFunctionError("java.lang.RuntimeException");
        Assert.Equal("An error occurred during JSON parsing", error.GetProperty("errorMessage").GetString());
        Assert.Contains("too few stars", error.GetRawText(), StringComparison.Ordinal);
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(DotnetVersions))]
    public async Task A_dotnet_function_runs_in_its_version(string runtime)
    {
        using var app = TestApp.WithFunction(runtime, "Library::Library.Behaviour::Version");
        DotnetFunctions.Copy("Library", app.Folder.PathOf("src"));

        var result = await InvokeAsync(app, "\"\"");

        result.IsAnswer($"\"{runtime[6..]}.0 AWS_Lambda_{runtime} {runtime}\"");
        Assert.DoesNotContain("warning", result.Err, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(result.ErrorLines, static line => line.EndsWith("\tinfo\tlogged", StringComparison.Ordinal));
    }

    /// <summary>Those that are installed, and what differs in them.</summary>
    public static async Task<TheoryData<string, string, string>> JavaVersions()
    {
        var installed = await InstalledVersions.FindAsync();
        return [.. new[]
        {
            ("java8.al2", "1.8", OldVariables), ("java11", "11", OldVariables), ("java17", "17", NewVariables),
            ("java21", "21", NewVariables), ("java25", "25", NewVariables),
        }.Where(row => installed.Contains(row.Item1))];
    }

    /// <summary>Those that are installed and that the functions are built for.</summary>
    public static async Task<TheoryData<string>> DotnetVersions()
    {
        var installed = await InstalledVersions.FindAsync();
        return [.. new[] { ("dotnet8", "net8.0"), ("dotnet10", "net10.0") }
            .Where(row => row.Item2 == DotnetFunctions.Framework && installed.Contains(row.Item1))
            .Select(static row => row.Item1)];
    }

    /// <summary>Exactly the version asked for, or nothing.</summary>
    private static Task<ProgramResult> InvokeAsync(TestApp app, string payload) =>
        (app.Invocation("-e", "-", "--runtime-version", "exact") with
        {
            Input = Encoding.UTF8.GetBytes(payload),
            Environment = InstalledVersions.Variables,
            Limit = TimeSpan.FromMinutes(3), // The first call compiles the bootstrap.
        }).RunAsync();
}
