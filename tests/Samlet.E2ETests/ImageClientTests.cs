using System.Text;
using System.Text.Json;

namespace Samlet.E2ETests;

/// <summary>AWS's own runtime client in an image like AWS's, in every sandbox that runs images.</summary>
[Requires(RequiresAttribute.Linux)]
public sealed class ImageClientTests(ClientImage image, ImageSandboxes sandboxes)
    : IClassFixture<ClientImage>, IClassFixture<ImageSandboxes>
{
    private const string Tag = "client:latest";

    public static TheoryData<string> All => [ImageSandboxes.Image, ImageSandboxes.Docker, ImageSandboxes.Podman];

    /// <summary>Podman is slow with the storage that runs everywhere.</summary>
    public static TheoryData<string> Most => [ImageSandboxes.Image, ImageSandboxes.Docker];

    [Theory(Timeout = 240_000)]
    [MemberData(nameof(All))]
    public async Task The_handler_answers(string row)
    {
        var result = await RunAsync(row, """{"a":[1,"\u00e9"]}""");

        result.IsAnswer("""{"a":[1,"é"]}""");
        Assert.DoesNotContain("the emulator was started", result.Err, StringComparison.Ordinal);
        Assert.Equal("", await sandboxes.ContainersAsync(row));
    }

    [Theory(Timeout = 240_000)]
    [MemberData(nameof(Most))]
    public async Task An_error_is_the_clients_own(string row)
    {
        var error = (await RunAsync(row, """{"do":"fail"}""")).IsFunctionError("RangeError");

        Assert.Equal("out of range", error.GetProperty("errorMessage").GetString());
        Assert.Contains("/var/task/app.mjs", error.GetProperty("trace")[1].GetString(), StringComparison.Ordinal);
    }

    [Theory(Timeout = 240_000)]
    [MemberData(nameof(All))]
    public async Task A_handler_that_hangs_is_ended(string row)
    {
        var result = await RunAsync(row, """{"do":"hang"}""", "Timeout: 1");

        var error = result.IsFunctionError("Sandbox.Timedout");
        Assert.EndsWith("Task timed out after 1.00 seconds", error.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
        Assert.Contains("Status: timeout", result.Err, StringComparison.Ordinal);
        Assert.Equal("", await sandboxes.ContainersAsync(row));
    }

    [Theory(Timeout = 240_000)]
    [InlineData(ImageSandboxes.Image, "exit", "exit status 7")]
    [InlineData(ImageSandboxes.Image, "abort", "signal: killed")]
    [InlineData(ImageSandboxes.Docker, "exit", "exit status 7")]
    public async Task A_runtime_that_ends_is_a_crash(string row, string what, string how)
    {
        var error = (await RunAsync(row, $$"""{"do":"{{what}}"}""")).IsFunctionError("Runtime.ExitError");

        Assert.EndsWith($"Runtime exited with error: {how}", error.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
    }

    [Theory(Timeout = 240_000)]
    [MemberData(nameof(All))]
    public async Task Variables_come_from_image_template_and_platform(string row)
    {
        var result = await RunAsync(
            row,
            """{"do":"variables"}""",
            "MemorySize: 256\nEnvironment: { Variables: { MARK: marked, LANG: de_DE.UTF-8, WITH_LINES: \"a\\nb\" } }");
        var variables = result.Json();

        Assert.Equal("marked", variables.GetProperty("MARK").GetString());
        Assert.Equal("de_DE.UTF-8", variables.GetProperty("LANG").GetString());
        Assert.Equal("a\nb", variables.GetProperty("WITH_LINES").GetString());
        Assert.Equal("/var/task", variables.GetProperty("LAMBDA_TASK_ROOT").GetString());
        Assert.Equal("app.handler", variables.GetProperty("_HANDLER").GetString());
        Assert.Equal("256", variables.GetProperty("AWS_LAMBDA_FUNCTION_MEMORY_SIZE").GetString());
        Assert.StartsWith("/var/lang/bin:", variables.GetProperty("PATH").GetString(), StringComparison.Ordinal);
        Assert.False(variables.TryGetProperty("SAMLET_CONTAINER_ENGINE", out _));
    }

    [Theory(Timeout = 240_000)]
    [MemberData(nameof(Most))]
    public async Task The_template_chooses_entry_point_command_and_folder(string row)
    {
        var result = await RunAsync(row, """{"do":"place"}""", """
            ImageConfig:
              EntryPoint: [/bin/sh, -c, "_HANDLER=$0 exec /var/runtime/bootstrap more"]
              Command: [app.handler]
              WorkingDirectory: /var/runtime
            """);

        result.IsAnswer("""["/var/runtime","/var/lang/bin/node",["more"]]""");
    }

    [Theory(Timeout = 240_000)]
    [MemberData(nameof(All))]
    public async Task An_entry_point_that_asks_for_a_handler_says_so_in_the_log(string row)
    {
        var result = await RunAsync(row, "1", "ImageConfig: { Command: [a, b] }");

        Assert.EndsWith("exit status 142", Message(result.IsFunctionError("Runtime.ExitError")), StringComparison.Ordinal);
        Assert.Contains("entrypoint requires the handler name to be the first argument", result.Err, StringComparison.Ordinal);
    }

    [Theory(Timeout = 240_000)]
    [MemberData(nameof(Most))]
    public async Task Payloads_may_be_as_large_as_on_the_service(string row)
    {
        const int Most = 6 * 1024 * 1024;
        var payload = $$"""{"do":"count","text":"{{new string('e', Most - 100)}}"}""";

        (await RunAsync(row, payload)).IsAnswer($"{Most - 100}");
        Assert.Equal(Most, (await RunAsync(row, $$"""{"do":"fill","size":{{Most - 2}}}""")).Out.TrimEnd('\n').Length);
        _ = (await RunAsync(row, $$"""{"do":"fill","size":{{Most + 1000}}}""")).IsFunctionError("Function.ResponseSizeTooLarge");
    }

    [Theory(Timeout = 240_000)]
    [MemberData(nameof(Most))]
    public async Task A_response_may_be_streamed(string row) =>
        (await RunAsync(row, "1", "ImageConfig: { Command: [app.stream] }")).IsAnswer("one two");

    [Theory(Timeout = 240_000)]
    [MemberData(nameof(Most))]
    public async Task A_zip_function_runs_with_the_images_client(string row)
    {
        var place = await sandboxes.OpenAsync(row, image.Archive, Tag);
        using var app = TestApp.WithFunction("nodejs22.x", "own.handler")
            .With("src/own.mjs", "export const handler = async (event) => [process.execPath, process.cwd(), event];\n");

        var result = await RunAsync(app, place, "1", "--invoke-image", place.Name);

        result.IsAnswer("""["/var/lang/bin/node","/var/task",1]""");
    }

    private async Task<ProgramResult> RunAsync(string row, string payload, string properties = "")
    {
        var place = await sandboxes.OpenAsync(row, image.Archive, Tag);
        using var app = TestApp.Of($"""
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Function:
                Type: AWS::Serverless::Function
                Properties:
                  PackageType: Image
                  ImageUri: {place.Name}
                  {properties.ReplaceLineEndings("\n      ")}
            """);
        return await RunAsync(app, place, payload);
    }

    private Task<ProgramResult> RunAsync(
        TestApp app, SandboxOfImage place, string payload, params string[] arguments) =>
        (app.Invocation(["--sandbox", place.Sandbox, "-e", "-", .. arguments]) with
        {
            Environment = new Dictionary<string, string>(place.Shell) { ["SAMLET_CACHE"] = image.Cache },
            Input = Encoding.UTF8.GetBytes(payload),
            Limit = TimeSpan.FromSeconds(120),
        }).RunAsync();

    private static string Message(JsonElement error) => error.GetProperty("errorMessage").GetString() ?? "";
}
