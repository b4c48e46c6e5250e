namespace Samlet.E2ETests;

/// <summary>
/// What happens where the `linux` sandbox cannot be made: the kernel, a filter as that of containers, or bubblewrap
/// itself refuses for real. One line says why and what helps, and the function runs all the same.
/// </summary>
[Requires(RequiresAttribute.Linux, RequiresAttribute.Native, "node", "bwrap")]
public sealed class SandboxRefusalTests
{
    private const string Notice = "warning: the `process` sandbox is used, since the `linux` sandbox cannot be made here: ";

    /// <summary>As the filter of container engines: no new namespaces, no mounts, only the older `clone`.</summary>
    private const string Filter =
        """
        import ctypes, os, platform, struct, sys
        arm = platform.machine() == "aarch64"
        clone, clone3, refused = (220, 435, [97, 40, 268]) if arm else (56, 435, [272, 165, 308])
        code = [(0x20, 0, 0, 0), (0x15, 0, 1, clone3), (0x06, 0, 0, 0x50000 | 38)]
        for number in refused:
            code += [(0x15, 0, 1, number), (0x06, 0, 0, 0x50000 | 1)]
        code += [(0x15, 0, 3, clone), (0x20, 0, 0, 16), (0x45, 0, 1, 0x7E020000), (0x06, 0, 0, 0x50000 | 1)]
        code += [(0x06, 0, 0, 0x7FFF0000)]
        text = b"".join(struct.pack("HBBI", *one) for one in code)
        buffer = ctypes.create_string_buffer(text)
        program = struct.pack("HxxxxxxP", len(code), ctypes.addressof(buffer))
        libc = ctypes.CDLL(None, use_errno=True)
        assert libc.prctl(38, 1, 0, 0, 0) == 0
        assert libc.prctl(22, 2, program, 0, 0) == 0
        os.execv(sys.argv[1], sys.argv[1:])
        """;

    [Theory]
    [InlineData(null)]
    [InlineData(1234)]
    [Requires("unshare")]
    public async Task A_kernel_without_user_namespaces_is_told_of_once(int? user)
    {
        using var app = App();
        string[] without =
        [
            "/usr/bin/unshare", "-Ur", "/bin/sh", "-c",
            "echo 0 > /proc/sys/user/max_user_namespaces && exec \"$@\"", "sh",
        ];
        var program = OrdinaryUser.As(user, app.Invocation("--sandbox", "auto"));
        program = program with { Program = [.. program.Program.SkipLast(1), .. without, program.Program[^1]] };

        var first = await program.RunAsync();

        IsAnsweredInProcess(first, app);
        IsTold(first, "", "hint: user namespaces are off: allow them with `sudo sysctl user.max_user_namespaces=10000`");
        var second = await program.RunAsync();
        IsAnsweredInProcess(second, app);
        Assert.DoesNotContain(second.ErrorLines, line => line.Contains("sandbox", StringComparison.Ordinal));
        var required = await (program with { Arguments = ["local", "invoke", "--sandbox", "linux"] }).RunAsync();
        required.IsRefusal(1, "error: the `linux` sandbox cannot be made here: ");
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1234)]
    [Requires("python3")]
    public async Task A_filter_as_that_of_containers_is_told_of(int? user)
    {
        using var app = App().With("filter.py", Filter);
        var program = OrdinaryUser.As(user, app.Invocation("--sandbox", "auto"));
        program = program with
        {
            Program =
            [
                .. program.Program.SkipLast(1), "/usr/bin/python3", app.Folder.PathOf("filter.py"), program.Program[^1],
            ],
        };

        var result = await program.RunAsync();

        IsAnsweredInProcess(result, app);
        IsTold(
            result,
            "",
            "hint: a container must be started with `--security-opt seccomp=unconfined` or `--cap-add SYS_ADMIN` for this");
    }

    [Theory]
    [InlineData("echo 'bwrap: Unknown option --perms' >&2; exit 1", "bwrap: Unknown option --perms", "bubblewrap is too old: 0.8 or a later one is needed")]
    [InlineData("exit 1", "`bwrap` says nothing and ends with exit status 1", "--sandbox process asks for the plain process, without this line")]
    public async Task A_bubblewrap_that_is_old_or_broken_is_told_of(string script, string reason, string hint)
    {
        using var app = App();
        app.Folder.WriteProgram("bwrap", $"#!/bin/sh\n{script}\n");

        var result = await WithMounts(app, $"mount --bind {app.Folder.PathOf("bwrap")} $(readlink -f /usr/bin/bwrap)").RunAsync();

        IsAnsweredInProcess(result, app);
        IsTold(result, reason, "hint: " + hint);
    }

    [Fact]
    public async Task That_bubblewrap_is_missing_is_told_once()
    {
        using var app = App();
        var program = WithMounts(
            app, "mkdir top && mknod top/bwrap c 0 0 && mount -t overlay -o lowerdir=$PWD/top:/usr/bin overlay /usr/bin");

        var first = await program.RunAsync();

        IsAnsweredInProcess(first, app);
        IsTold(first, "the program `bwrap` is missing", "hint: install it: `apt install bubblewrap`");
        Assert.DoesNotContain(
            (await program.RunAsync()).ErrorLines, line => line.Contains("sandbox", StringComparison.Ordinal));
    }

    /// <summary>The kernel lays no overlay over two others.</summary>
    [Fact]
    public async Task Layers_are_joined_where_the_kernel_refuses_an_overlay()
    {
        using var app = LayerApps.WithFolders("one", "two")
            .With("src/app.js", "exports.handler = async () => [require('a'), require('b'), require.resolve('b')];")
            .With("one/nodejs/node_modules/a/index.js", "module.exports = require('b');")
            .With("one/nodejs/node_modules/b/index.js", "module.exports = 'one';")
            .With("two/nodejs/node_modules/b/index.js", "module.exports = 'two';");
        const string Mounts =
            """
            mount -t tmpfs tmpfs /mnt
            mkdir /mnt/empty /mnt/first /mnt/second
            mount -t overlay -o lowerdir=$PWD:/mnt/empty overlay /mnt/first
            mount -t overlay -o lowerdir=/mnt/first:/mnt/empty overlay /mnt/second
            cd /mnt/second
            """;

        var result = await WithMounts(app, Mounts, "--sandbox", "linux").RunAsync();

        result.IsAnswer("""["two","two","/opt/nodejs/node_modules/b/index.js"]""");
        Assert.True(File.Exists(app.Folder.PathOf("home/.cache/samlet/sandbox/overlay")));
    }

    private static void IsTold(ProgramResult result, string reason, string hint)
    {
        var line = Array.FindIndex([.. result.ErrorLines], one => one.StartsWith(Notice, StringComparison.Ordinal));
        Assert.True(line >= 0, result.ToString());
        Assert.StartsWith(Notice + reason, result.ErrorLines[line], StringComparison.Ordinal);
        Assert.StartsWith(hint, result.ErrorLines[line + 1], StringComparison.Ordinal);
    }

    private static TestApp App() => TestApp.Node("exports.handler = async () => process.cwd();");

    private static void IsAnsweredInProcess(ProgramResult result, TestApp app)
    {
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains(Path.GetFileName(app.Folder.Path), result.Out, StringComparison.Ordinal);
    }

    /// <summary>In a mount namespace that ends with it, after these mounts.</summary>
    private static TestProgram WithMounts(TestApp app, string mounts, params string[] arguments)
    {
        Machine.Require(Environment.IsPrivilegedProcess, "root, to mount");
        return app.Invocation(arguments is [] ? ["--sandbox", "auto"] : arguments) with
        {
            Program =
            [
                "/usr/bin/unshare", "-m", "/bin/sh", "-c", $"set -e\n{mounts}\nexec \"$@\"", "sh", Checkout.NativeProgram,
            ],
        };
    }
}
