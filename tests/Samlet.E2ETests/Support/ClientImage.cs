using System.Diagnostics;
using System.Formats.Tar;
using System.Text.Json.Nodes;

namespace Samlet.E2ETests.Support;

/// <summary>
/// An image as AWS publishes for Node.js, made of this computer's `node` and of AWS's own runtime client, which npm has
/// as `aws-lambda-ric` and `.ci/run` installs: entry point script, bootstrap, variables and folders are theirs. On top
/// is the code of a function that does what its event says.
/// </summary>
public sealed class ClientImage : IAsyncLifetime
{
    /// <summary>Names the folder of the npm package.</summary>
    private const string Variable = "SAMLET_TEST_RIC";

    private const UnixFileMode Executable = (UnixFileMode)0x1ED; // rwxr-xr-x

    private const string EntryPoint = """
        #!/bin/sh
        if [ $# -ne 1 ]; then
          echo "entrypoint requires the handler name to be the first argument" 1>&2
          exit 142
        fi
        export _HANDLER="$1"
        if [ -z "${AWS_LAMBDA_RUNTIME_API}" ]; then
          exec /usr/local/bin/aws-lambda-rie /var/runtime/bootstrap
        else
          exec /var/runtime/bootstrap
        fi
        """;

    private const string Emulator = "#!/bin/sh\necho the emulator was started >&2\nexit 99\n";

    private const string Bootstrap = "#!/bin/sh\nexec /var/lang/bin/node /var/runtime/index.mjs \"$@\"\n";

    private const string Index = """
        import { run } from "./client/dist/index.mjs";
        await run(process.env.LAMBDA_TASK_ROOT, process.env._HANDLER);
        """;

    private const string Code = """
        export const handler = async (event, context) => {
          switch (event.do) {
            case "fail": throw new RangeError("out of range");
            case "hang": await new Promise(() => setInterval(() => {}, 1000));
            case "exit": process.exit(7);
            case "abort": process.kill(process.pid, "SIGKILL"); await new Promise(() => {});
            case "variables": return process.env;
            case "place": return [process.cwd(), process.execPath, process.argv.slice(2)];
            case "context": return [context.awsRequestId.length, context.functionName, context.memoryLimitInMB];
            case "fill": return "x".repeat(event.size);
            case "count": return event.text.length;
            default: return event;
          }
        };

        export const stream = awslambda.streamifyResponse(async (event, output) => {
          output.write("one ");
          output.write("two");
          output.end();
        });
        """;

    private readonly TempFolder _folder = new();

    /// <summary>What `docker save` makes of it, with the tag `client:latest`.</summary>
    public string Archive
    {
        get
        {
            Assert.SkipUnless(field is not null, $"needs npm's aws-lambda-ric, built, in the folder that {Variable} names");
            return field!; // Required above.
        }

        private set;
    }

    /// <summary>Where Samlet keeps it unpacked, for all tests that use it.</summary>
    public string Cache => _folder.PathOf("cache");

    public async ValueTask InitializeAsync()
    {
        var client = Environment.GetEnvironmentVariable(Variable);
        if (client is null || Machine.FindOnPath("node") is null || !File.Exists(BusyboxImage.Program))
        {
            return;
        }

        var node = (await AskAsync("node", "-p", "process.execPath")).Trim();
        var image = new TestImage()
            .With([.. Folders(), .. Shell(), .. await NodeAsync(node), .. Client(client), .. Scripts()])
            .With(TestImage.Folder("var/task"), TestImage.File("var/task/app.mjs", Code));
        image.Settings["Entrypoint"] = new JsonArray("/lambda-entrypoint.sh");
        image.Settings["Cmd"] = new JsonArray("app.handler");
        image.Settings["WorkingDir"] = "/var/task";
        image.Settings["Env"] = new JsonArray(
            "LANG=en_US.UTF-8", "TZ=:/etc/localtime", "PATH=/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin",
            "LD_LIBRARY_PATH=/var/lang/lib:/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib",
            "LAMBDA_TASK_ROOT=/var/task", "LAMBDA_RUNTIME_DIR=/var/runtime");
        Archive = image.WriteSaved(_folder.PathOf("client.tar"), "client:latest");
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Closed folders would be what an engine makes of missing ones.</summary>
    private static IEnumerable<TarEntry> Folders() =>
        ((string[])["bin", "lib64", "opt", "tmp", "usr", "usr/local", "usr/local/bin", "var", "var/lang", "var/lang/bin",
            "var/lang/lib", "var/runtime", "var/runtime/client", "var/runtime/client/dist"])
        .Select(static name => TestImage.Folder(name));

    private static IEnumerable<TarEntry> Shell() =>
        [BusyboxImage.Busybox("bin/busybox"), .. ((string[])["sh", "cat", "env"]).Select(Applet)];

    private static TarEntry Applet(string name) => TestImage.Link($"bin/{name}", "busybox");

    private static IEnumerable<TarEntry> Scripts() =>
    [
        Script("lambda-entrypoint.sh", EntryPoint), Script("usr/local/bin/aws-lambda-rie", Emulator),
        Script("var/runtime/bootstrap", Bootstrap), TestImage.File("var/runtime/index.mjs", Index),
    ];

    private static PaxTarEntry Script(string name, string text) =>
        TestImage.File(name, text.ReplaceLineEndings("\n") + "\n", Executable);

    private static async Task<List<TarEntry>> NodeAsync(string program)
    {
        List<TarEntry> entries = [Copy("var/lang/bin/node", program)];
        foreach (var word in (await AskAsync("ldd", program)).Split((char[])[' ', '\n', '\t']))
        {
            if (word.StartsWith('/') && File.Exists(word))
            {
                var isLoader = Path.GetFileName(word).StartsWith("ld-", StringComparison.Ordinal);
                entries.Add(Copy(isLoader ? word[1..] : $"var/lang/lib/{Path.GetFileName(word)}", word));
            }
        }

        return entries;
    }

    private static IEnumerable<TarEntry> Client(string folder) =>
        Directory.EnumerateFiles(Path.Join(folder, "dist")).Where(static file => !file.EndsWith(".mts", StringComparison.Ordinal))
            .Select(static file => Copy($"var/runtime/client/dist/{Path.GetFileName(file)}", file));

    private static PaxTarEntry Copy(string name, string file) =>
        TestImage.File(name, File.ReadAllBytes(file), Executable);

    private static async Task<string> AskAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!; // Null only for shell execution.
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return text;
    }
}
