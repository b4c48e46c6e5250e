namespace Samlet.Runtimes.Debugging;

/// <summary>
/// Programs named `bootstrap`: those made by Go are started by Delve, others by lldb-server or gdbserver. Each of them
/// opens the port, and starts the program's code when a debugger that is attached says so.
/// </summary>
internal sealed class NativeDebugger(DebugRequest request, HostEnvironment host)
{
    public RuntimeCommand Prepare(RuntimeCommand command)
    {
        if (command.Failure is not null)
        {
            return command;
        }

        return ProgramFormatReader.Read(command.Program) switch
        {
            ProgramFormat.Go => WithDelve(command),
            ProgramFormat.Native => WithServer(command),
            _ => throw new UserErrorException(
                $"`{command.Program}` is a script, and no debugger for it is known",
                "start its debugger from the script itself, without --debug-port"),
        };
    }

    /// <summary>`-delveAPI N` is how `sam local` is told the version of Delve's protocol.</summary>
    private RuntimeCommand WithDelve(RuntimeCommand command)
    {
        var version = "2";
        List<string> more = [];
        for (var i = 0; i < request.Arguments.Count; i++)
        {
            if (request.Arguments[i] is not ("-delveAPI" or "--delveAPI"))
            {
                more.Add(request.Arguments[i]);
            }
            else if (++i < request.Arguments.Count)
            {
                version = request.Arguments[i];
            }
        }

        var delve = Find("dlv") ?? throw Missing(
            "dlv", "install it with `go install github.com/go-delve/delve/cmd/dlv@latest`");
        return new RuntimeCommand(
            delve,
            [
                "exec", "--headless", $"--listen={request.Address}", $"--api-version={version}",
                "--check-go-version=false", .. more, command.Program,
            ]);
    }

    private RuntimeCommand WithServer(RuntimeCommand command)
    {
        if (FindLldb() is { } lldb)
        {
            return new(lldb, ["gdbserver", .. request.Arguments, request.Address, "--", command.Program]);
        }

        var server = Find("gdbserver") ?? throw Missing("lldb-server", "install lldb, or gdbserver");
        return new(server, [.. request.Arguments, request.Address, command.Program]);
    }

    private string? FindLldb() =>
        Find("lldb-server") ?? Enumerable.Range(11, 20).Reverse()
            .Select(version => Find($"lldb-server-{version}")).FirstOrDefault(static found => found is not null);

    private string? Find(string name)
    {
        var program = OperatingSystem.IsWindows() ? $"{name}.exe" : name;
        IEnumerable<string?> folders =
        [
            request.DebuggerFolder,
            .. host.SearchPath,
            host.FindPath("GOBIN"),
            Path.Join(host.FindPath("GOPATH") ?? Path.Join(host.HomeFolder, "go"), "bin"),
            Path.Join(host.HomeFolder, ".cargo", "bin"),
        ];
        return folders.OfType<string>().Select(folder => Path.Join(folder, program)).FirstOrDefault(File.Exists);
    }

    private static UserErrorException Missing(string name, string hint) => new(
        $"the debugger `{name}` was not found", $"{hint}, or name its folder with --debugger-path");
}
