using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Samlet.E2ETests;

/// <summary>`clean`, and the cache that keeps itself small.</summary>
[Requires("node")]
public sealed partial class CleanTests
{
    /// <summary>All but one folder is the user's, and one of them is closed.</summary>
    private const string Preparation = """
        chmod 755 "$1" && cd "$1" && chmod -R a+rX cache
        printf 'Signature: 8a477f597d28d172789f06886806bc55\n# The cache of Samlet: all of it can be made again. `samlet clean` empties it.\n' > cache/CACHEDIR.TAG
        chown -R 65534:65534 cache && chown -R 0:0 cache/roots && chmod 000 cache/unpacked/closed/inner
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Everything_goes_and_the_next_call_makes_it_again()
    {
        using var app = Archived("exports.handler = async () => 'answer';\n");
        (await app.InvokeAsync("Function")).IsAnswer("\"answer\"");
        var rehearsed = await CleanAsync(app, "--dry-run");
        Assert.Matches("code +[0-9.]+ k?B +1 entry\nruntimes ", rehearsed.Out);
        Assert.Contains("would free ", rehearsed.Out, StringComparison.Ordinal);

        var cleaned = await CleanAsync(app);

        Assert.Equal(
            Freed().Match(rehearsed.Out).Groups["size"].Value, Freed().Match(cleaned.Out).Groups["size"].Value);
        Assert.Empty(EntriesOf(app, "unpacked"));
        Assert.Empty(EntriesOf(app, "bootstraps"));
        Assert.Matches("^freed 0 B in `.*`\n$", (await CleanAsync(app)).Out);
        (await app.InvokeAsync("Function")).IsAnswer("\"answer\"");
    }

    [Fact]
    [Requires(RequiresAttribute.Unix)]
    public async Task What_a_running_function_uses_stays()
    {
        using var app = Archived("""
            const { readFileSync } = require('fs');
            const { connect } = require('net');
            exports.handler = async (event) => {
              await new Promise((resolve) => connect(event.port, '127.0.0.1').once('data', resolve));
              return readFileSync(__dirname + '/late.txt', 'utf8');
            };
            """);
        using var gate = new TcpListener(IPAddress.Loopback, 0);
        gate.Start();
        _ = app.With("event.json", $$"""{"port": {{((IPEndPoint)gate.LocalEndpoint).Port}}}""");
        await using var running = app.Invocation("Function", "-e", "event.json").Start();
        using var visitor = await gate.AcceptSocketAsync(TestContext.Current.CancellationToken).AsTask()
            .WaitAsync(Limit, TestContext.Current.CancellationToken);

        var cleaned = await CleanAsync(app);

        Assert.Matches("code +0 B +0 entries +[0-9.]+ k?B in use", cleaned.Out);
        _ = visitor.Send("!"u8);
        (await running.WaitAsync(Limit)).IsAnswer("\"still there\"");
        Assert.Matches("code +[0-9.]+ k?B +1 entry\n", (await CleanAsync(app)).Out);
    }

    [Fact]
    public async Task The_cache_is_cut_back_when_something_new_comes_in()
    {
        using var app = Archived("exports.handler = async () => 'answer';\n", "one", "two");
        (await app.InvokeAsync("one")).IsAnswer("\"answer\"");
        var first = EntriesOf(app, "unpacked");
        (await app.InvokeAsync("two", "--cache-size", "1")).IsAnswer("\"answer\"");
        var second = EntriesOf(app, "unpacked");

        Assert.Single(second);
        Assert.NotEqual(first, second);
        (await app.InvokeAsync("one")).IsAnswer("\"answer\"");
        Assert.Equal(2, EntriesOf(app, "unpacked").Length);
    }

    [Fact]
    public async Task A_folder_that_Samlet_has_not_made_is_refused()
    {
        using var app = TestApp.Of("").With("mine/images/photo", "");
        var result = await (ProgramOf(app, "all") with { Environment = CacheIn(app, "mine") }).RunAsync();

        result.IsRefusal(1, "is not a folder that Samlet has made for its cache");
        Assert.True(File.Exists(app.Folder.PathOf("mine/images/photo")));
    }

    [Fact]
    [Requires(RequiresAttribute.Native, "setpriv")]
    public async Task An_ordinary_user_removes_what_is_closed_and_is_told_what_is_of_others()
    {
        Machine.Require(Environment.IsPrivilegedProcess, "root, to become an ordinary user");
        using var app = TestApp.Of("").With("cache/unpacked/closed/inner/x", "").With("cache/roots/of-root/x", "");
        var tool = app.Folder.PathOf("samlet");
        File.Copy(Checkout.NativeProgram, tool);
        using var prepare = Process.Start("/bin/sh", ["-c", Preparation, "sh", app.Folder.Path]);
        await prepare.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, prepare.ExitCode);
        var result = await (ProgramOf(app) with
        {
            Program = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", tool],
            Environment = CacheIn(app, "cache"),
        }).RunAsync();

        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.Contains("cache/roots/of-root` cannot be removed", result.Err, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(app.Folder.PathOf("cache/unpacked")));
        Assert.True(File.Exists(app.Folder.PathOf("cache/roots/of-root/x")));
    }

    private static Dictionary<string, string> CacheIn(TestApp app, string folder) =>
        new() { ["SAMLET_CACHE"] = app.Folder.PathOf(folder) };

    private static TestProgram ProgramOf(TestApp app, params string[] words) => new(app.Folder, ["clean", .. words]);

    private static async Task<ProgramResult> CleanAsync(TestApp app, params string[] words)
    {
        var result = await ProgramOf(app, words).RunAsync();
        Assert.True(result.ExitCode == 0, result.ToString());
        return result;
    }

    private static string[] EntriesOf(TestApp app, string kind) =>
        Directory.GetFileSystemEntries(app.Folder.PathOf($"home/.cache/samlet/{kind}"));

    /// <summary>Functions whose code is an archive.</summary>
    private static TestApp Archived(string code, params string[] names)
    {
        var all = names.DefaultIfEmpty("Function").ToArray();
        var functions = all.Select(static name => $$"""
              {{name}}:
                Type: AWS::Serverless::Function
                Properties: {CodeUri: {{name}}.zip, Handler: app.handler, Runtime: nodejs22.x, Timeout: 60}
            """);
        var app = TestApp.Of($"Resources:\n{string.Join('\n', functions)}\n")
            .With("src/app.js", code)
            .With("src/late.txt", "still there");
        foreach (var name in all)
        {
            ZipFile.CreateFromDirectory(app.Folder.PathOf("src"), app.Folder.PathOf($"{name}.zip"));
        }

        return app;
    }

    [GeneratedRegex("free(d)? (?<size>.*) in `")]
    private static partial Regex Freed();
}
