namespace Samlet.E2ETests;

/// <summary>Functions in containers of a real daemon.</summary>
[Requires(RequiresAttribute.Linux, BusyboxImage.Program)]
public sealed class DockerSandboxTests(DockerDaemon daemon) : IClassFixture<DockerDaemon>
{
    [Fact(Timeout = 180_000)]
    public async Task An_image_answers_and_its_container_is_gone()
    {
        using var app = BusyboxImage.AppOf(BusyboxImage.WithHandler("""
            touch /planted 2>/dev/null && echo wrong
            echo "\"$(id -u):$(id -g) $PWD $MARK $PATH $(cat /tmp/event)\""
            """), "Environment: { Variables: { MARK: marked } }");

        var result = await RunAsync(app, "1", "--sandbox", "docker");

        result.IsAnswer("\"993:990 /app marked /bin 1\"");
        Assert.Equal("", await ContainersAsync());
        await Leftovers.AssertNoneAsync(app.Folder);
    }

    [Fact(Timeout = 180_000)]
    public async Task A_zip_function_has_its_code_and_layers_in_the_container()
    {
        using var app = TestApp.WithFunction("nodejs22.x", "app.handler", "Layers: [ !Ref One, !Ref Two ]")
            .With("src/handler.sh", "echo \"\\\"$PWD $(cat /opt/a /opt/dir/one /opt/dir/two | tr '\\n' ' ')\\\"\"\n")
            .With("one/a", "one\n").With("one/dir/one", "1\n")
            .With("two/a", "two\n").With("two/dir/two", "2\n");
        var layers = "\n" + """
              One: { Type: AWS::Serverless::LayerVersion, Properties: { ContentUri: one/ } }
              Two: { Type: AWS::Serverless::LayerVersion, Properties: { ContentUri: two/ } }
            """ + "\n";
        await File.AppendAllTextAsync(
            app.Folder.PathOf("template.yaml"), layers, TestContext.Current.CancellationToken);
        var image = BusyboxImage.WithHandler("echo").With(
            TestImage.Folder("opt"), TestImage.Folder("opt/dir"), TestImage.File("opt/a", ""), TestImage.File("opt/dir/one", ""), TestImage.File("opt/dir/two", ""));
        _ = image.WriteSaved(app.Folder.PathOf("image.tar"));

        var result = await RunAsync(app, "1", "--sandbox", "docker", "--invoke-image", "image.tar");

        result.IsAnswer("\"/var/task two 1 2 \"");
    }

    [Fact(Timeout = 180_000)]
    public async Task What_the_code_links_to_is_in_the_container_when_it_is_packages_or_asked_for()
    {
        using var app = TestApp.WithFunction("nodejs22.x", "app.handler")
            .With("src/handler.sh", "echo \"\\\"$(cat node_modules/left/text data/text 2>/dev/null | tr '\\n' ' ')\\\"\"\n")
            .With("node_modules/left/text", "left\n")
            .With("elsewhere/text", "data\n");
        Directory.CreateSymbolicLink(app.Folder.PathOf("src/node_modules"), "../node_modules");
        Directory.CreateSymbolicLink(app.Folder.PathOf("src/data"), app.Folder.PathOf("elsewhere"));
        _ = BusyboxImage.WithHandler("echo").WriteSaved(app.Folder.PathOf("image.tar"));
        string[] options = ["--sandbox", "docker", "--invoke-image", "image.tar"];

        var packages = await RunAsync(app, "1", options);
        var all = await RunAsync(app, "1", [.. options, "--mount-symlinks"]);

        packages.IsAnswer("\"left \"");
        Assert.Contains($"`{app.Folder.PathOf("src/data")}` leads out of the code", packages.Err, StringComparison.Ordinal);
        all.IsAnswer("\"left data \"");
    }

    [Fact(Timeout = 180_000)]
    public async Task Values_of_variables_are_on_no_command_line_and_in_no_file_that_stays()
    {
        using var app = BusyboxImage.AppOf(
            BusyboxImage.WithHandler("echo ready >&2; sleep 1000"),
            "Timeout: 900\nEnvironment: { Variables: { TOKEN: s3cret-one, DOCKER_LIKE: s3cret-two } }");
        await using var running = Start(app);
        await running.UntilErrorsHaveAsync("ready", TimeSpan.FromSeconds(60));

        var lines = Leftovers.ProcessesOf(app.Folder).Select(id => OnDiskOrNothing($"/proc/{id}/cmdline")).ToList();
        Assert.Contains(lines, line => line.Contains("run\0--rm", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("s3cret", StringComparison.Ordinal));

        running.Interrupt();
        _ = await running.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal("", await ContainersAsync());
        Assert.Empty(Directory.GetFiles(app.Folder.PathOf("home/.cache/samlet/variables")));
    }

    [Fact(Timeout = 180_000)]
    public async Task A_function_that_runs_out_of_time_takes_its_container_with_it()
    {
        using var app = BusyboxImage.AppOf(BusyboxImage.WithHandler("sleep 1000"), "Timeout: 1");

        var result = await RunAsync(app, "1", "--sandbox", "docker");

        Assert.True(result.Err.Contains("Task timed out", StringComparison.Ordinal), result.ToString());
        _ = result.IsFunctionError("Sandbox.Timedout");

        Assert.Equal("", await ContainersAsync());
    }

    [Fact(Timeout = 180_000)]
    public async Task No_container_is_left_when_Samlet_is_killed()
    {
        using var app = BusyboxImage.AppOf(BusyboxImage.WithHandler("echo ready >&2; sleep 1000"), "Timeout: 900");
        await using var running = Start(app);
        await running.UntilErrorsHaveAsync("ready", TimeSpan.FromSeconds(60));
        var end = DockerDaemon.AskAsync(Address, "wait", (await ContainersAsync()).Trim());

        running.KillAtOnce();

        _ = await end.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        await Leftovers.AssertNoneAsync(app.Folder);
    }

    [Theory(Timeout = 180_000)]
    [InlineData("/nope", "no such file or directory")]
    [InlineData("/app/handler.sh", "permission denied")]
    public async Task A_program_that_cannot_be_started_fails_as_on_the_service(string program, string reason)
    {
        using var app = BusyboxImage.AppOf(
            BusyboxImage.WithHandler("echo"), $"ImageConfig: {{ EntryPoint: [{program}] }}");

        var error = (await RunAsync(app, "1", "--sandbox", "docker")).IsFunctionError("Runtime.InvalidEntrypoint");

        Assert.EndsWith(
            $"fork/exec {program}: {reason}", error.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Without_an_engine_the_tried_ones_are_named()
    {
        using var app = BusyboxImage.AppOf(BusyboxImage.WithHandler("echo"));
        app.Folder.WriteProgram("bin/docker", "#!/bin/sh\necho 'Cannot connect to unix:///x.sock' >&2\nexit 1\n");
        var program = app.Invocation("--sandbox", "docker") with
        {
            Environment = new Dictionary<string, string> { ["PATH"] = app.Folder.PathOf("bin") },
        };

        var result = await program.RunAsync();

        result.IsRefusal(1, "no container engine answers", "docker: Cannot connect to unix:///x.sock");
        result.HasHint("--sandbox image");
    }

    private string Address
    {
        get
        {
            Assert.SkipUnless(daemon.Address is not null, "needs a Docker daemon that can be started here and run containers");
            return daemon.Address;
        }
    }

    private Task<string> ContainersAsync() =>
        DockerDaemon.AskAsync(Address, "ps", "--all", "--quiet", "--filter", "label=samlet");

    private Task<ProgramResult> RunAsync(TestApp app, string payload, params string[] arguments) =>
        (app.Invocation([.. arguments, "-e", "-"]) with
        {
            Environment = Shell(),
            Input = System.Text.Encoding.UTF8.GetBytes(payload),
        }).RunAsync();

    private RunningProgram Start(TestApp app) =>
        (app.Invocation("--sandbox", "docker") with { Environment = Shell() }).Start();

    private Dictionary<string, string> Shell() => new() { ["DOCKER_HOST"] = Address };

    private static string OnDiskOrNothing(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
