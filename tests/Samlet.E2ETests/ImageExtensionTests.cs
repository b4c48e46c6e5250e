using System.Text;

namespace Samlet.E2ETests;

/// <summary>External extensions in every sandbox that runs images: of the image itself, and of layers.</summary>
[Requires(RequiresAttribute.Linux, BusyboxImage.Program)]
public sealed class ImageExtensionTests(ImageSandboxes sandboxes) : IClassFixture<ImageSandboxes>
{
    private const string Tag = "extended:latest";

    /// <summary>Registers, leaves a trace of itself, and tells of each event.</summary>
    private const string Extension = """
        #!/bin/sh
        api=http://$AWS_LAMBDA_RUNTIME_API/2020-01-01/extension
        echo "$(readlink /proc/self/ns/net) $(readlink /proc/self/ns/pid) ${_HANDLER-none}" >/tmp/of-extension
        wget -S -O /tmp/registered --header "Lambda-Extension-Name: ${0##*/}" \
          --post-data '{"events":["INVOKE","SHUTDOWN"]}' "$api/register" 2>/tmp/extension-head || exit 1
        id=$(sed -n 's/^ *[Ll]ambda-[Ee]xtension-[Ii]dentifier: *\([^ ]*\).*/\1/p' /tmp/extension-head | tr -d '\r')
        while :; do
          event=$(wget -q -O - --header "Lambda-Extension-Identifier: $id" "$api/event/next") || exit 1
          case $event in
            *SHUTDOWN*) echo "extension: shut down"; exit 0 ;;
            *) echo "extension: invoked" ;;
          esac
        done
        """;

    private const string Handler = """
        read net pid handler </tmp/of-extension
        [ "$net" = "$(readlink /proc/self/ns/net)" ] && net=shared
        [ "$pid" = "$(readlink /proc/self/ns/pid)" ] && pid=shared
        echo "\"$net $pid $handler\""
        """;

    public static TheoryData<string, string> Places => new()
    {
        { ImageSandboxes.Image, "" },
        { ImageSandboxes.Docker, "" },
        { ImageSandboxes.Docker, "--docker-network" },
        { ImageSandboxes.Podman, "" },
    };

    [Theory(Timeout = 240_000)]
    [MemberData(nameof(Places))]
    public async Task An_extension_of_the_image_shares_everything_with_the_function(string row, string option)
    {
        var network = option.Length == 0 ? "" : await sandboxes.NetworkAsync(row);
        var (place, app) = await OpenAsync(row);
        using var disposal = app;

        var result = await RunAsync(app, place, option.Length == 0 ? [] : [option, network]);

        result.IsAnswer("\"shared shared none\"");
        Assert.Contains("EXTENSION\tName: watch\tState: Ready\tEvents: [INVOKE, SHUTDOWN]", result.Err, StringComparison.Ordinal);
        Assert.Contains("extension: invoked", result.Err, StringComparison.Ordinal);
        Assert.Contains("extension: shut down", result.Err, StringComparison.Ordinal);
        await AssertNothingLeftAsync(row, app);
    }

    [Theory(Timeout = 240_000)]
    [InlineData(ImageSandboxes.Image)]
    [InlineData(ImageSandboxes.Docker)]
    public async Task An_extension_of_a_layer_runs_too(string row)
    {
        var file = BusyboxImage.WithHandler("cat /tmp/of-extension >/dev/null && echo 1");
        using var app = TestApp.WithFunction("nodejs22.x", "app.handler", "Layers: [ !Ref One ]").With("src/x", "");
        app.Folder.WriteProgram("one/extensions/watch", Extension);
        await File.AppendAllTextAsync(
            app.Folder.PathOf("template.yaml"),
            "\n  One: { Type: AWS::Serverless::LayerVersion, Properties: { ContentUri: one/ } }\n",
            TestContext.Current.CancellationToken);
        var place = await sandboxes.OpenAsync(row, file.WriteSaved(app.Folder.PathOf("image.tar"), "plain:latest"), "plain:latest");

        var result = await RunAsync(app, place, "--invoke-image", place.Name);

        result.IsAnswer("1");
        Assert.Contains("extension: shut down", result.Err, StringComparison.Ordinal);
    }

    [Theory(Timeout = 240_000)]
    [InlineData(ImageSandboxes.Image)]
    [InlineData(ImageSandboxes.Docker)]
    public async Task An_extension_that_ends_ends_the_invocation(string row)
    {
        var (place, app) = await OpenAsync(row, "#!/bin/sh\nexit 3\n", "broken:latest");
        using var disposal = app;

        var error = (await RunAsync(app, place)).IsFunctionError("Extension.Crash");

        Assert.EndsWith("exit status 3", error.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
        await AssertNothingLeftAsync(row, app);
    }

    [Fact(Timeout = 240_000)]
    public async Task All_containers_and_their_volume_are_gone_when_Samlet_is_killed()
    {
        var (place, app) = await OpenAsync(
            ImageSandboxes.Docker, Extension, "hanging:latest", "echo ready >&2; sleep 1000", "Timeout: 900");
        using var disposal = app;
        await using var running = Invocation(app, place).Start();
        await running.UntilErrorsHaveAsync("ready", TimeSpan.FromSeconds(60));
        var containers = await sandboxes.ContainersAsync(ImageSandboxes.Docker);
        Assert.Equal(3, containers.Trim().Split('\n').Length);

        var killed = DateTimeOffset.UtcNow;
        running.KillAtOnce();

        await sandboxes.UntilRemovedAsync(killed, containers: 3);
        Assert.Equal("", await sandboxes.ContainersAsync(ImageSandboxes.Docker));
        Assert.Equal("", await sandboxes.VolumesAsync(ImageSandboxes.Docker));
    }

    private async Task AssertNothingLeftAsync(string row, TestApp app)
    {
        Assert.Equal("", await sandboxes.ContainersAsync(row));
        Assert.Equal("", await sandboxes.VolumesAsync(row));
        await Leftovers.AssertNoneAsync(app.Folder);
    }

    private async Task<(SandboxOfImage Place, TestApp App)> OpenAsync(
        string row, string extension = Extension, string tag = Tag, string handler = Handler, string properties = "")
    {
        var image = BusyboxImage.WithHandler(handler).With(
            TestImage.Folder("opt"), TestImage.Folder("opt/extensions"),
            TestImage.Link("bin/readlink", "busybox"),
            TestImage.File("opt/extensions/watch", extension.ReplaceLineEndings("\n") + "\n", (UnixFileMode)0x1ED));
        var app = BusyboxImage.AppOf(image, properties);
        var archive = image.WriteSaved(app.Folder.PathOf("image.tar"), tag);
        var place = await sandboxes.OpenAsync(row, archive, tag);
        var template = await File.ReadAllTextAsync(
            app.Folder.PathOf("template.yaml"), TestContext.Current.CancellationToken);
        app.Folder.Write("template.yaml", template.Replace("ImageUri: image.tar", $"ImageUri: {place.Name}", StringComparison.Ordinal));
        return (place, app);
    }

    private static Task<ProgramResult> RunAsync(TestApp app, SandboxOfImage place, params string[] arguments) =>
        Invocation(app, place, arguments).RunAsync();

    private static TestProgram Invocation(TestApp app, SandboxOfImage place, params string[] arguments) =>
        app.Invocation(["--sandbox", place.Sandbox, "-e", "-", .. arguments]) with
        {
            Environment = place.Shell,
            Input = Encoding.UTF8.GetBytes("1"),
            Limit = TimeSpan.FromSeconds(120),
        };
}
