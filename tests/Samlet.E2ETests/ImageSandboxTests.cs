using System.Text.Json.Nodes;

namespace Samlet.E2ETests;

/// <summary>Functions in the roots of images, without an engine.</summary>
[Requires(RequiresAttribute.Linux, "bwrap", BusyboxImage.Program)]
public sealed class ImageSandboxTests
{
    [Fact(Timeout = 120_000)]
    public async Task An_image_answers_with_its_own_runtime_client()
    {
        using var app = BusyboxImage.AppOf(BusyboxImage.WithHandler("cat /tmp/event"));

        (await app.InvokeWithAsync("""{"a": 1}""")).IsAnswer("""{"a": 1}""");
        var again = await app.InvokeWithAsync("2");

        again.IsAnswer("2");
        Assert.DoesNotContain("unpacking", again.Err, StringComparison.Ordinal);
        Assert.DoesNotContain("INIT_START", again.Err, StringComparison.Ordinal);
        await Leftovers.AssertNoneAsync(app.Folder);
    }

    [Fact(Timeout = 120_000)]
    public async Task The_environment_is_the_images_with_the_functions_over_it()
    {
        var image = BusyboxImage.WithHandler("""
            echo "\"$PATH|$FROM_IMAGE|$BOTH|$FROM_TEMPLATE|$AWS_LAMBDA_FUNCTION_NAME|$AWS_REGION|$LAMBDA_TASK_ROOT|${HOME-no home}|${_HANDLER-no handler}|$*\""
            """);
        image.Settings["Env"] = new JsonArray("PATH=/bin:/own", "FROM_IMAGE=i=1", "BOTH=image", "AWS_REGION=image");
        using var app = BusyboxImage.AppOf(image, """
            FunctionName: named
            Environment: { Variables: { BOTH: template, FROM_TEMPLATE: t } }
            """);

        var result = await app.InvokeAsync("--region", "eu-west-1");

        result.IsAnswer("\"/bin:/own|i=1|template|t|named|eu-west-1|/var/task|no home|no handler|app.handler\"");
    }

    [Fact(Timeout = 120_000)]
    public async Task The_function_is_nobody_in_a_room_that_it_cannot_change()
    {
        using var app = BusyboxImage.AppOf(BusyboxImage.WithHandler("""
            for place in / /etc /var/task /opt /app /dev /bin; do touch $place/planted 2>/dev/null && echo $place >>/tmp/wrong; done
            [ -e /dev/shm ] && echo shm >>/tmp/wrong
            [ -e "$OUTSIDE" ] && echo outside >>/tmp/wrong
            cat /tmp/wrong 2>/dev/null
            echo "\"$(id -u) $(id -g) $PWD $(cat /proc/self/status | grep CapEff | tr -d '\t') $(ps | grep -c [a]rtifacts)\""
            """));

        var result = await app.InvokeAsync("--env", $"OUTSIDE={app.Folder.PathOf("template.yaml")}");

        result.IsAnswer("\"993 990 /app CapEff:0000000000000000 0\"");
    }

    [Fact(Timeout = 120_000)]
    public async Task The_template_replaces_entry_point_command_and_folder()
    {
        using var app = BusyboxImage.AppOf(BusyboxImage.WithHandler("echo \"\\\"$PWD $*\\\"\""), """
            ImageConfig:
              EntryPoint: [sh, ./bootstrap, one]
              Command: [two, "three four"]
              WorkingDirectory: /var/runtime
            """);

        (await app.InvokeAsync()).IsAnswer("\"/var/runtime one two three four\"");
    }

    [Theory(Timeout = 120_000)]
    [InlineData("EntryPoint: [/nope]", "Runtime.InvalidEntrypoint", "fork/exec /nope: no such file or directory")]
    [InlineData("EntryPoint: [nope]", "Runtime.InvalidEntrypoint", "exec: \"nope\": executable file not found in $PATH")]
    [InlineData("EntryPoint: [/app/handler.sh]", "Runtime.InvalidEntrypoint", "fork/exec /app/handler.sh: permission denied")]
    [InlineData("EntryPoint: [/app/alien]", "Runtime.InvalidEntrypoint", "fork/exec /app/alien: exec format error")]
    [InlineData("EntryPoint: [/app/script]", "Runtime.InvalidEntrypoint", "fork/exec /app/script: no such file or directory")]
    [InlineData("WorkingDirectory: /nope", "Runtime.InvalidWorkingDir", "chdir /nope: no such file or directory")]
    [InlineData("EntryPoint: [/bin/sh, -c, exit 7]", "Runtime.ExitError", "Runtime exited with error: exit status 7")]
    public async Task An_image_that_cannot_be_started_fails_in_the_words_of_the_service(
        string config, string type, string message)
    {
        var alien = new byte[200];
        "\u007fELF\u0002\u0001\u0001"u8.CopyTo(alien);
        alien[18] = 8; // MIPS.
        var image = BusyboxImage.WithHandler("echo").With(
            TestImage.File("app/alien", alien, (UnixFileMode)0x1ED),
            TestImage.File("app/script", "#!/usr/bin/perl\n", (UnixFileMode)0x1ED));
        using var app = BusyboxImage.AppOf(image, $"ImageConfig: {{ {config} }}");

        var result = await app.InvokeAsync();

        Assert.EndsWith(message, result.IsFunctionError(type).GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
        if (type != "Runtime.ExitError")
        {
            Assert.Contains($"IMAGE\tLaunch error: {message}\tEntrypoint: [", result.Err, StringComparison.Ordinal);
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task An_image_needs_neither_a_shell_nor_a_library()
    {
        var image = new TestImage().With(
            BusyboxImage.Busybox("busybox"),
            TestImage.File("run", """
                b=/busybox; api=http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation
                $b wget -q -S -O /tmp/e $api/next 2>/tmp/h
                id=$($b sed -n 's/^ *lambda-runtime-aws-request-id: *//Ip' /tmp/h | $b tr -d '\r')
                $b wget -q -O /dev/null --post-file /tmp/e $api/$id/response
                """.ReplaceLineEndings("\n")));
        image.Settings["Entrypoint"] = new JsonArray("/busybox", "sh", "/run");
        image.Settings["Cmd"] = new JsonArray();
        using var app = BusyboxImage.AppOf(image);

        (await app.InvokeWithAsync("\"bare\"")).IsAnswer("\"bare\"");
    }

    [Fact(Timeout = 120_000)]
    public async Task A_zip_function_runs_in_an_image_with_its_code_and_layers()
    {
        using var app = ZipApp();

        var result = await app.InvokeAsync("--sandbox", "image", "--invoke-image", "image.tar");

        result.IsAnswer("\"/var/task own layer /var/runtime AWS_Lambda_nodejs22.x app.handler\"");
        Assert.Contains("INIT_START Runtime Version: nodejs:22", result.Err, StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task Packages_that_the_code_links_to_are_named_since_an_image_takes_nothing_in()
    {
        using var app = TestApp.WithFunction("nodejs22.x", "app.handler")
            .With("src/handler.sh", "[ -e node_modules/left ] || echo '\"missing\"'\n")
            .With("node_modules/left", "");
        Directory.CreateSymbolicLink(app.Folder.PathOf("src/node_modules"), "../node_modules");
        _ = BusyboxImage.WithHandler("echo").WriteSaved(app.Folder.PathOf("image.tar"));

        var result = await app.InvokeAsync("--sandbox", "image", "--invoke-image", "image.tar");

        result.IsAnswer("\"missing\"");
        Assert.Contains("node_modules` leads out of the code", result.Err, StringComparison.Ordinal);
        result.HasHint("--sandbox docker");
    }

    [Fact(Timeout = 120_000)]
    public async Task An_image_for_one_function_is_meant_before_one_for_all()
    {
        using var app = ZipApp();

        var result = await app.InvokeAsync(
            "--sandbox", "image", "--invoke-image", "Function=image.tar", "--invoke-image", "nowhere.tar");

        Assert.Equal(0, result.ExitCode);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("--sandbox image --skip-pull-image", "`public.ecr.aws/lambda/nodejs:22`", "docker pull")]
    [InlineData("--sandbox image --invoke-image ratings", "`ratings`", "docker build --tag ratings")]
    [InlineData("--sandbox image --invoke-image A/B", "`A/B`", "public.ecr.aws")]
    public async Task An_image_that_is_not_there_is_an_error_that_says_how_to_get_it(
        string options, string image, string hint)
    {
        using var app = ZipApp();

        var result = await app.InvokeAsync(options.Split(' '));

        result.IsRefusal(1, image);
        result.HasHint(hint);
    }

    [Fact(Timeout = 120_000)]
    public async Task How_an_image_is_built_is_said_with_what_the_template_knows()
    {
        using var app = TestApp.Of("""
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Rate:
                Type: AWS::Serverless::Function
                Properties: { PackageType: Image }
                Metadata: { DockerTag: v1, DockerContext: ./ctx, Dockerfile: File.prod, DockerBuildArgs: { A: b } }
            """);

        var result = await app.InvokeAsync();

        result.IsRefusal(1, "`rate:v1`");
        result.HasHint($"docker build --tag rate:v1 --file {app.Folder.PathOf("ctx/File.prod")} --build-arg A=b {app.Folder.PathOf("ctx")}");
    }

    [Fact(Timeout = 120_000)]
    public async Task A_plain_process_is_no_place_for_an_image()
    {
        using var app = BusyboxImage.AppOf(BusyboxImage.WithHandler("echo"));
        (await app.InvokeAsync("--sandbox", "process")).IsRefusal(1, "container image");
    }

    [Fact(Timeout = 120_000)]
    public async Task Options_that_only_an_engine_knows_are_named()
    {
        using var app = BusyboxImage.AppOf(BusyboxImage.WithHandler("echo 1"));

        var result = await app.InvokeAsync("--docker-network", "x", "--skip-pull-image", "--add-host", "a:1.2.3.4");

        Assert.Contains("--docker-network, --add-host have no effect", result.Err, StringComparison.Ordinal);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("", false)]
    [InlineData("--no-memory-limit", true)]
    public async Task The_memory_size_holds_in_an_image_too(string option, bool isAnswered)
    {
        using var app = BusyboxImage.AppOf(
            BusyboxImage.WithHandler("dd if=/dev/zero bs=300M count=1 | { sleep 2; cat >/dev/null; }; echo 1"),
            "MemorySize: 256\nTimeout: 60");

        var result = await app.InvokeAsync(option.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        if (isAnswered)
        {
            result.IsAnswer("1");
        }
        else
        {
            Assert.Contains("signal: killed", result.IsFunctionError("Runtime.ExitError").ToString(), StringComparison.Ordinal);
            Assert.Contains("Memory Size: 256 MB\tMax Memory Used: 256 MB\t", result.Err, StringComparison.Ordinal);
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task Nothing_is_left_when_Samlet_is_killed()
    {
        using var app = BusyboxImage.AppOf(BusyboxImage.WithHandler("echo ready >&2; sleep 1000"), "Timeout: 900");
        await using var running = app.Invocation().Start();
        await running.UntilErrorsHaveAsync("ready", TimeSpan.FromSeconds(60));

        running.KillAtOnce();

        await Leftovers.AssertNoneAsync(app.Folder);
    }

    private static TestApp ZipApp()
    {
        var app = TestApp.WithFunction("nodejs22.x", "app.handler", "Layers: [ !Ref Shared ]")
            .With("src/handler.sh", "echo \"\\\"$PWD $(cat /var/task/data) $(cat /opt/data) $LAMBDA_RUNTIME_DIR $AWS_EXECUTION_ENV $_HANDLER\\\"\"\n")
            .With("src/data", "own")
            .With("layer/data", "layer");
        File.AppendAllText(app.Folder.PathOf("template.yaml"), "\n" + """
              Shared:
                Type: AWS::Serverless::LayerVersion
                Properties: { ContentUri: layer/ }
            """ + "\n");
        _ = BusyboxImage.WithHandler("echo").WriteSaved(app.Folder.PathOf("image.tar"));
        return app;
    }
}
