namespace Samlet.E2ETests;

/// <summary>Java functions in the forms in which they are built, compiled here by the JDK at hand.</summary>
public sealed class JavaTests
{
    private const string Ratings = """
        package ratings;

        import com.amazonaws.services.lambda.runtime.Context;
        import com.amazonaws.services.lambda.runtime.RequestHandler;
        import java.util.List;
        import java.util.Map;

        public class Ratings implements RequestHandler<Ratings.Book, Ratings.Answer> {
            public Answer handleRequest(Book book, Context context) {
                Answer answer = new Answer();
                answer.title = book.getTitle();
                answer.count = book.getStars().size();
                return answer;
            }

            public Map<String, Object> plain(Map<String, Object> event) {
                event.put("by", "plain");
                return event;
            }

            public static class Book {
                private String title;
                private List<Integer> stars;
                public String getTitle() { return title; }
                public void setTitle(String value) { title = value; }
                public List<Integer> getStars() { return stars; }
                public void setStars(List<Integer> value) { stars = value; }
            }

            public static class Answer {
                public String title;
                public int count;
                public String absent;
            }
        }
        """;

    [Theory]
    [Requires("javac")]
    [InlineData("ratings.Ratings", """{"title":"ö","count":2}""")]
    [InlineData("ratings.Ratings::plain", """{"title":"ö","stars":[5,4.5],"extra":null,"by":"plain"}""")]
    public async Task A_Java_handler_answers_from_a_class_folder(string handler, string answer)
    {
        using var app = TestApp.WithFunction("java17", handler, "MemorySize: 512");
        await JavaClasses.CompileAsync(app.Folder, "src", Ratings);

        var stars = handler.EndsWith("plain", StringComparison.Ordinal) ? "4.5" : "4";
        var result = await app.InvokeWithAsync($$"""{"title":"ö","stars":[5,{{stars}}],"extra":null}""");

        result.IsAnswer(answer.Replace(""","extra":null""", "", StringComparison.Ordinal));
        Assert.Contains("compiling the Java bootstrap for Java ", result.Err, StringComparison.Ordinal);
    }

    private const string Greeting = """
        package shared;

        public class Greeting {
            public static String of(String name) { return "hello " + name; }
        }
        """;

    private const string Greeter = """
        package app;

        public class Greeter {
            public String greet(String name) { return shared.Greeting.of(name); }
        }
        """;

    [Fact]
    [Requires("javac")]
    public async Task Classes_find_the_archives_in_their_lib_folder()
    {
        using var app = TestApp.WithFunction("java17", "app.Greeter::greet", "MemorySize: 512");
        await JavaClasses.ArchiveAsync(app.Folder, "src/lib/shared.jar", Greeting);
        await JavaClasses.CompileAsync(app.Folder, "src", Greeter, "src/lib/shared.jar");

        (await app.InvokeWithAsync("\"lib\"")).IsAnswer("\"hello lib\"");
    }

    [Fact]
    [Requires("javac")]
    public async Task An_archive_of_classes_is_the_whole_package()
    {
        using var app = TestApp.Of("""
            Resources:
              Function:
                Type: AWS::Serverless::Function
                Properties: {CodeUri: target/app.jar, Handler: "shared.Greeting::of", Runtime: java21, MemorySize: 512}
            """);
        await JavaClasses.ArchiveAsync(app.Folder, "target/app.jar", Greeting);

        (await app.InvokeWithAsync("\"jar\"")).IsAnswer("\"hello jar\"");
    }

    [Fact]
    [Requires("javac")]
    public async Task Layers_bring_archives_and_a_later_one_lies_on_top()
    {
        using var app = TestApp.Of("""
            Resources:
              Lower: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: lower/}}
              Upper: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: upper/}}
              Function:
                Type: AWS::Serverless::Function
                Properties:
                  CodeUri: src/
                  Handler: app.Greeter::greet
                  Runtime: java17
                  MemorySize: 512
                  Layers: [!Ref Lower, !Ref Upper]
            """);
        await JavaClasses.ArchiveAsync(app.Folder, "upper/java/lib/shared.jar", Greeting);
        await JavaClasses.ArchiveAsync(
            app.Folder, "lower/java/lib/shared.jar", Greeting.Replace("hello", "lower", StringComparison.Ordinal));
        await JavaClasses.CompileAsync(app.Folder, "src", Greeter, "upper/java/lib/shared.jar");

        (await app.InvokeWithAsync("\"layer\"")).IsAnswer("\"hello layer\"");
    }

    [Fact]
    [Requires("javac")]
    public async Task A_serializer_of_the_function_takes_the_place_of_ours()
    {
        using var app = TestApp.WithFunction("java17", "app.Own::echo", "MemorySize: 512");
        await JavaClasses.CompileAsync(app.Folder, "src", """
            package app;

            import com.amazonaws.services.lambda.runtime.CustomPojoSerializer;
            import java.io.InputStream;
            import java.io.OutputStream;
            import java.lang.reflect.Type;

            public class Own implements CustomPojoSerializer {
                public <T> T fromJson(InputStream input, Type type) { return (T) ("own " + type); }
                public <T> T fromJson(String input, Type type) { return null; }
                public <T> void toJson(T value, OutputStream output, Type type) {
                    try {
                        output.write(value.toString().getBytes());
                    } catch (java.io.IOException error) {
                        throw new RuntimeException(error);
                    }
                }
                public String echo(String text) { return text; }
            }
            """);
        app.With("src/META-INF/services/com.amazonaws.services.lambda.runtime.CustomPojoSerializer", "app.Own\n");

        (await app.InvokeWithAsync("1")).IsAnswer("own class java.lang.String");
        app.With(
            "src/META-INF/services/com.amazonaws.services.lambda.runtime.CustomPojoSerializer",
            "app.Own\napp.Other\n");
        await JavaClasses.CompileAsync(app.Folder, "src", "package app;\npublic class Other extends Own { }", "src");
        var result = await app.InvokeWithAsync("1");

        Assert.Contains("Too many serializers provided", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    [Requires("javac")]
    public async Task The_environment_is_that_of_the_service()
    {
        using var app = TestApp.WithFunction(
            "java17", "app.Env::all", "FunctionName: ratings\nMemorySize: 1024\nEnvironment: {Variables: {OWN: é}}");
        await JavaClasses.CompileAsync(app.Folder, "src", """
            package app;

            public class Env {
                public java.util.Map<String, String> all() { return new java.util.TreeMap<>(System.getenv()); }
            }
            """);

        var names = System.Text.Json.JsonDocument.Parse((await app.InvokeAsync()).Out).RootElement.EnumerateObject();

        Assert.Equal(
            """
            AWS_ACCESS_KEY_ID AWS_DEFAULT_REGION AWS_EXECUTION_ENV AWS_LAMBDA_FUNCTION_MEMORY_SIZE
            AWS_LAMBDA_FUNCTION_NAME AWS_LAMBDA_FUNCTION_TIMEOUT AWS_LAMBDA_FUNCTION_VERSION
            AWS_LAMBDA_INITIALIZATION_TYPE AWS_LAMBDA_LOG_GROUP_NAME AWS_LAMBDA_LOG_STREAM_NAME
            AWS_LAMBDA_RUNTIME_API AWS_REGION AWS_SAM_LOCAL AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
            AWS_XRAY_CONTEXT_MISSING AWS_XRAY_DAEMON_ADDRESS LAMBDA_RUNTIME_DIR LAMBDA_TASK_ROOT LANG LD_LIBRARY_PATH
            OWN PATH TZ _AWS_XRAY_DAEMON_ADDRESS _AWS_XRAY_DAEMON_PORT _HANDLER
            """.ReplaceLineEndings(" "),
            string.Join(
                ' ', names.Select(static name => name.Name).Where(static name => name != "_LAMBDA_TELEMETRY_LOG_FD")));
        Assert.Equal("é", names.First(static name => name.Name == "OWN").Value.GetString());
    }

    [Theory]
    [Requires("javac")]
    [Trait("Vector", "V76")]
    [InlineData("throw new IllegalStateException(text);", "java.lang.IllegalStateException", "boom")]
    [InlineData("System.exit(0); return text;", "Runtime.ExitError", "Error: Runtime exited without providing a reason")]
    [InlineData("System.exit(3); return text;", "Runtime.ExitError", "Error: Runtime exited with error: exit status 3")]
    public async Task A_failure_is_told_as_the_service_tells_it(string body, string type, string message)
    {
        using var app = TestApp.WithFunction("java17", "app.Fails::run", "MemorySize: 512");
        await JavaClasses.CompileAsync(
            app.Folder, "src", $"package app;\npublic class Fails {{ public String run(String text) {{ {body} }} }}");

        var result = await app.InvokeWithAsync("\"boom\"");

        result.IsFunctionError(type);
        Assert.Contains(message, result.Out, StringComparison.Ordinal);
    }

    [Theory]
    [Requires("javac")]
    [InlineData("-Xmx300m -XX:+UseParallelGC", "Parallel", 300)]
    [InlineData("", "", 435)]
    public async Task Options_of_the_function_come_before_the_services(string options, string collector, int megabytes)
    {
        using var app = TestApp.WithFunction(
            "java17",
            "app.Machine::tell",
            $"MemorySize: 512\nEnvironment: {{Variables: {{JAVA_TOOL_OPTIONS: '{options}'}}}}");
        await JavaClasses.CompileAsync(app.Folder, "src", """
            package app;

            public class Machine {
                public String tell() {
                    return java.lang.management.ManagementFactory.getGarbageCollectorMXBeans().get(0).getName()
                        + " " + java.lang.management.ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getMax() / 1048576;
                }
            }
            """);

        var answer = (await app.InvokeAsync()).Out;

        Assert.Equal(collector.Length > 0, answer.Contains("PS ", StringComparison.Ordinal));
        Assert.InRange(int.Parse(answer.Trim('"', '\n').Split(' ')[^1], null), megabytes * 9 / 10, megabytes);
    }
}
