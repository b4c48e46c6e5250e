using System.Formats.Tar;

namespace Samlet.E2ETests.Support;

/// <summary>
/// An image made of busybox: its runtime client is a script at `/var/runtime/bootstrap`, as in the images of the
/// service, that answers with what a script says, `/app/handler.sh` or the function's own.
/// </summary>
internal static class BusyboxImage
{
    public const string Program = "/bin/busybox";

    private const UnixFileMode Executable = (UnixFileMode)0x1ED; // rwxr-xr-x

    private static readonly string[] Applets =
        ["sh", "cat", "env", "grep", "id", "ls", "mkdir", "ps", "sed", "sleep", "sort", "touch", "tr", "wget", "dd", "df", "cut"];

    /// <summary>Docker closes folders that it makes unasked.</summary>
    private static readonly string[] Folders = ["bin", "var", "var/runtime", "app"];

    private const string Bootstrap = """
        #!/bin/sh
        api=http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime
        handler=/app/handler.sh
        [ -f /var/task/handler.sh ] && handler=/var/task/handler.sh
        while :; do
          wget -S -O /tmp/event "$api/invocation/next" 2>/tmp/head || exit 1
          id=$(sed -n 's/^ *[Ll]ambda-[Rr]untime-[Aa]ws-[Rr]equest-[Ii]d: *\([^ ]*\).*/\1/p' /tmp/head | tr -d '\r')
          . $handler >/tmp/answer
          wget -q -O /dev/null --post-file /tmp/answer "$api/invocation/$id/response" || exit 1
        done
        """;

    public static PaxTarEntry Busybox(string name) => TestImage.File(name, File.ReadAllBytes(Program), Executable);

    /// <summary>With a shell and a handler; its entry point is the runtime client.</summary>
    public static TestImage WithHandler(string handler)
    {
        var image = new TestImage().With(
        [
            .. Folders.Select(static name => (TarEntry)TestImage.Folder(name)),
            Busybox("bin/busybox"),
            .. Applets.Select(name => (TarEntry)TestImage.Link($"bin/{name}", "busybox")),
            TestImage.File("var/runtime/bootstrap", Bootstrap.ReplaceLineEndings("\n") + "\n", Executable),
            TestImage.File("app/handler.sh", handler.ReplaceLineEndings("\n") + "\n"),
        ]);
        image.Settings["Entrypoint"] = new System.Text.Json.Nodes.JsonArray("/var/runtime/bootstrap");
        image.Settings["Cmd"] = new System.Text.Json.Nodes.JsonArray("app.handler");
        image.Settings["WorkingDir"] = "/app";
        return image;
    }

    /// <summary>An app with one function that is this image, in an archive.</summary>
    public static TestApp AppOf(TestImage image, string properties = "")
    {
        var app = TestApp.Of($"""
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Function:
                Type: AWS::Serverless::Function
                Properties:
                  PackageType: Image
                  ImageUri: image.tar
                  {properties.ReplaceLineEndings("\n      ")}
            """);
        _ = image.WriteSaved(app.Folder.PathOf("image.tar"));
        return app.In("auto"); // Whatever other functions run in, images go into no plain process.
    }
}
