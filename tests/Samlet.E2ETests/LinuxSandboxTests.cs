using System.Text.Json;

namespace Samlet.E2ETests;

/// <summary>What functions see and cannot do in the `linux` sandbox, each an attempt from inside.</summary>
[Requires(RequiresAttribute.Linux, RequiresAttribute.Native, "bwrap")]
public sealed class LinuxSandboxTests
{
    private static readonly string[] Linux = ["--sandbox", "linux"];

    private const string Attempts =
        """
        const fs = require('fs'), os = require('os'), cp = require('child_process');
        const attempt = act => {
          try { const answer = act(); return answer === undefined ? 'done' : String(answer); }
          catch (error) { return error.code ?? error.message; }
        };
        const shell = words => attempt(() => cp.execSync(words, { stdio: 'pipe' }).toString().trim());
        exports.handler = async ({ home, other, pid }) => ({
          code: attempt(() => fs.writeFileSync('/var/task/app.js', 'x')),
          layers: attempt(() => fs.writeFileSync('/opt/x', 'x')),
          etc: attempt(() => fs.writeFileSync('/etc/passwd', 'x')),
          readHome: attempt(() => fs.readdirSync(home).length),
          aws: attempt(() => fs.readFileSync(home + '/.aws/credentials')),
          writeHome: attempt(() => fs.writeFileSync(home + '/x', 'x')),
          tmpOfHost: attempt(() => fs.readFileSync(other)),
          shm: attempt(() => fs.writeFileSync('/dev/shm/x', 'x')),
          signal: attempt(() => process.kill(pid, 0)),
          processes: fs.readdirSync('/proc').filter(name => /^[0-9]+$/.test(name)).length < 10,
          environment: shell('cat /proc/1/environ | tr "\\0" "\\n" | grep -a "^HOME=" || echo none'),
          fill: attempt(() => fs.writeFileSync('/tmp/big', Buffer.alloc(600 << 20))),
          shadow: attempt(() => fs.readFileSync('/etc/shadow')),
          user: os.userInfo().username + ' ' + process.getuid() + ' ' + process.getgid(),
          host: os.hostname(),
          folder: process.cwd(),
          mount: shell('mount -o remount,rw /var/task || echo refused'),
        });
        """;

    [Theory]
    [InlineData(null)]
    [InlineData(1234)]
    [Requires("node")]
    public async Task A_function_cannot_leave_its_room(int? user)
    {
        using var app = TestApp.Node(Attempts, "MemorySize: 2048\nTimeout: 20").With("home/.aws/credentials", "secret");
        var home = app.Folder.PathOf("home");
        var payload =
            $$"""{"home":"{{home}}","other":"{{app.Folder.PathOf("template.yaml")}}","pid":{{Environment.ProcessId}}}""";

        var result = await As(user, app.Invocation([.. Linux, "-e", "-"]), payload).RunAsync();

        Assert.True(result.ExitCode == 0, result.Err);
        var seen = JsonDocument.Parse(result.Out).RootElement;
        string[] refusals = ["EROFS", "EACCES", "ENOENT", "ESRCH", "ENOSPC", "EPERM"];
        foreach (var name in (string[])
            [
                "code", "layers", "etc", "readHome", "aws", "writeHome", "tmpOfHost", "shm", "signal", "shadow", "fill",
            ])
        {
            Assert.Contains(seen.GetProperty(name).GetString(), refusals);
        }

        Assert.True(seen.GetProperty("processes").GetBoolean());
        Assert.Equal("sbx_user1051 993 990", seen.GetProperty("user").GetString());
        Assert.Equal("sandbox", seen.GetProperty("host").GetString());
        Assert.Equal("/var/task", seen.GetProperty("folder").GetString());
        Assert.EndsWith("refused", seen.GetProperty("mount").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", result.Out, StringComparison.Ordinal);
    }

    /// <summary>
    /// Attempts of a program that is nobody's runtime; a line each, of which none may succeed. $home is a home folder
    /// with credentials, $other the folder of another function, $samlet the number of a process outside.
    /// </summary>
    private const string AttemptsOfScripts =
        """
        echo x > /var/task/bootstrap
        echo x > /var/task/new
        rm /var/task/bootstrap
        chmod 777 /var/task/bootstrap
        mv /var/task /var/moved
        echo x > /opt/new
        echo x > /etc/passwd
        echo x > /etc/resolv.conf
        echo x > /usr/bin/new
        echo x > /var/lang/new
        mkdir /new
        ls $home
        cat $home/.aws/credentials
        cat /root/.aws/credentials
        cat /root/.ssh/id_rsa
        cat /var/task/link
        cat /var/task/folder/.aws/credentials
        cat $other
        cat /proc/1/environ | grep -qa SECRET
        cat /proc/$samlet/environ
        kill -0 $samlet
        kill -TERM $samlet
        echo x > /dev/shm/x
        mkdir /dev/shm
        head -c 600000000 /dev/zero > /tmp/big
        mount -t tmpfs tmpfs /tmp
        mount -o remount,rw /var/task
        umount /var/task
        unshare -m true
        unshare -n true
        unshare -Urm mount -o remount,rw,bind /var/task
        unshare -Ur cat /etc/shadow
        nsenter -t 1 -a true
        chroot / true
        ls /sys/class
        ls /run/user
        cat /run/secret
        echo x > /dev/tty
        echo x > /dev/console
        ls /dev/pts
        cat <&9
        cat /proc/self/fd/9
        su -c true
        setpriv --reuid=0 true
        grep -qv nosuid /proc/self/mounts
        ulimit -n 4096
        ulimit -u 4096
        ulimit -c unlimited
        gdb -p $samlet -batch
        grep -q samlet-secret /proc/keys
        """;

    [Theory]
    [InlineData(null)]
    [InlineData(1234)]
    [Requires("bash", "curl")]
    public async Task A_program_of_any_kind_cannot_leave_its_room_either(int? user)
    {
        var attempts = string.Join('\n', AttemptsOfScripts.Split('\n').Select(
            (attempt, number) => $"(eval '{attempt}') >/dev/null 2>&1 </dev/null && done=\"$done {number}\""));
        using var app = TestApp.Bash(
            $$"""
            done=
            home=$(sed 's/.*"home":"\([^"]*\).*/\1/' <<< "$event")
            other=$(sed 's/.*"other":"\([^"]*\).*/\1/' <<< "$event")
            samlet=$(sed 's/.*"pid":\([0-9]*\).*/\1/' <<< "$event")
            {{attempts}}
            curl -s -d "\"$done\"" "$api/invocation/$id/response"
            """,
            "MemorySize: 2048\nTimeout: 60").With("home/.aws/credentials", "secret");
        var home = app.Folder.PathOf("home");
        _ = Directory.CreateSymbolicLink(app.Folder.PathOf("src/link"), home + "/.aws/credentials");
        _ = Directory.CreateSymbolicLink(app.Folder.PathOf("src/folder"), home);
        var other = app.Folder.PathOf("template.yaml");
        var payload = $$"""{"home":"{{home}}","other":"{{other}}","pid":{{Environment.ProcessId}}}""";

        var result = await As(user, app.Invocation([.. Linux, "-e", "-"]), payload).RunAsync();

        Assert.True(result.ExitCode == 0, result.ToString());
        var lines = AttemptsOfScripts.Split('\n');
        var succeeded = JsonDocument.Parse(result.Out).RootElement.GetString()!
            .Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(number => lines[int.Parse(number)]);
        Assert.Empty(succeeded);
        Assert.Equal("secret", await File.ReadAllTextAsync(app.Folder.PathOf("home/.aws/credentials"), TestContext.Current.CancellationToken));
        Assert.False(File.Exists(app.Folder.PathOf("src/new")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1234)]
    [Requires("node")]
    public async Task A_file_that_the_shell_has_open_is_not_the_functions(int? user)
    {
        using var app = TestApp.Node(
            "exports.handler = async () => require('fs').readdirSync('/proc/self/fd').filter(number => { try { return require('fs').readlinkSync(`/proc/self/fd/${number}`).includes('secret'); } catch { return false; } });")
            .With("secret", "secret");
        var program = As(user, app.Invocation(Linux), "");
        program = program with
        {
            Program = ["/bin/sh", "-c", $"exec 9< {app.Folder.PathOf("secret")}; exec \"$@\"", "sh", .. program.Program],
        };

        (await program.RunAsync()).IsAnswer("[]");
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1234)]
    [Requires("python3")]
    public async Task A_fork_bomb_and_a_daemon_end_with_the_invocation(int? user)
    {
        using var app = TestApp.Python(
            """
            import os, subprocess
            def handler(event, context):
                subprocess.Popen("setsid sleep 997 & setsid setsid sleep 997 &", shell=True)
                count = 0
                try:
                    while count < 3000:
                        if os.fork() == 0:
                            os.execv("/bin/sleep", ["sleep", "997"])
                        count += 1
                except OSError as error:
                    return error.errno
                return count
            """,
            "Timeout: 30\nMemorySize: 3008");

        var result = await As(user, app.Invocation([.. Linux, .. MarkOf(app)]), "").RunAsync();

        Assert.Equal("11", result.Out.Trim());
        await Leftovers.AssertNoneAsync(app.Folder);
    }

    [Fact]
    [Requires("node")]
    public async Task Nothing_is_left_of_twenty_environments_when_Samlet_is_killed()
    {
        using var app = TestApp.Node(
            "exports.handler = () => new Promise(() => setInterval(() => {}, 1000));", "Timeout: 60");
        var temporary = app.Folder.CreateFolder("temporary");
        var invocation = app.Invocation([.. Linux, .. MarkOf(app)]) with
        {
            Environment = new Dictionary<string, string> { ["TMPDIR"] = temporary },
        };
        var runs = Enumerable.Range(0, 20).Select(_ => invocation.Start()).ToList();
        var ids = runs.ConvertAll(run => run.Id);
        foreach (var run in runs)
        {
            await run.UntilErrorsHaveAsync("START RequestId", TimeSpan.FromSeconds(50));
        }

        var children = runs.SelectMany(run => Leftovers.ChildrenOf(run.Id)).ToList();
        foreach (var run in runs)
        {
            run.KillAtOnce();
        }

        await Leftovers.AssertNoneAsync(app.Folder);
        await Leftovers.AssertEndAsync(children);
        Assert.DoesNotContain(
            Path.GetFileName(app.Folder.Path), await File.ReadAllTextAsync("/proc/self/mountinfo", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(temporary));
        Assert.Empty(Directory.EnumerateDirectories(
            app.Folder.PathOf("home/.cache/samlet"), ".partial-*", SearchOption.AllDirectories));
        Assert.DoesNotContain(ids, id => ControlGroupTests.FoldersOf($"samlet-{id}-").Any());
        foreach (var run in runs)
        {
            await run.DisposeAsync();
        }
    }

    [Fact]
    [Requires("node")]
    public async Task It_is_the_default_where_it_works_and_process_when_debugging_or_asked_for()
    {
        using var app = TestApp.Node("exports.handler = async () => process.cwd();");
        (await app.InvokeAsync("--sandbox", "auto")).IsAnswer("\"/var/task\"");
        var folder = (await app.InvokeAsync("--sandbox", "process")).Out;
        Assert.Contains(Path.GetFileName(app.Folder.Path), folder, StringComparison.Ordinal);
        var debugged = await app.InvokeAsync("--sandbox", "linux", "-d", "5858");
        debugged.IsRefusal(1, "error: a debugger cannot look into the `linux` sandbox");
    }

    [Fact]
    [Requires("node")]
    public async Task What_is_in_tmp_stays_over_a_crash_of_the_runtime()
    {
        using var app = TestApp.Node(
            """
            const fs = require('fs');
            if (!fs.existsSync('/tmp/mark')) { fs.writeFileSync('/tmp/mark', 'x'); process.exit(1); }
            exports.handler = async () => fs.readFileSync('/tmp/mark', 'utf8');
            """);
        (await app.InvokeAsync(Linux)).IsAnswer("\"x\"");
    }

    [Fact]
    [Requires("node")]
    public async Task Three_layers_are_one_folder()
    {
        using var app = LayerApps.WithFolders("one", "two", "three")
            .With("src/app.js", "exports.handler = async () => [require('a'), require('b'), require('c')];")
            .With("one/nodejs/node_modules/a/index.js", "module.exports = 'one';")
            .With("one/nodejs/node_modules/b/index.js", "module.exports = 'one';")
            .With("two/nodejs/node_modules/b/index.js", "module.exports = 'two';")
            .With("three/nodejs/node_modules/c/index.js", "module.exports = 'three';");
        (await app.InvokeAsync(Linux)).IsAnswer("[\"one\",\"two\",\"three\"]");
        app.With("two/nodejs/node_modules/b/index.js", "module.exports = 'changed';");
        (await app.InvokeAsync(Linux)).IsAnswer("[\"one\",\"changed\",\"three\"]");
    }

    [Fact]
    [Requires("python3")]
    public async Task What_site_would_do_is_known_in_a_room_as_outside()
    {
        using var app = TestApp.Python(
            "import sys\ndef handler(event, context): return type(sys.modules['site']).__name__");
        var outside = await app.InvokeAsync("--sandbox", "process");
        (await app.InvokeAsync(Linux)).IsAnswer(outside.Out.Trim());
    }

    /// <summary>A variable by which what runs in a room is found: paths of the test are not seen there.</summary>
    private static string[] MarkOf(TestApp app) => ["--env", $"MARK={Path.GetFileName(app.Folder.Path)}"];

    private static TestProgram As(int? user, TestProgram program, string payload) => OrdinaryUser.As(
        user, program with { Input = System.Text.Encoding.UTF8.GetBytes(payload) });
}
