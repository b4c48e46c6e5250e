using System.Net;
using System.Net.Sockets;
using Samlet.Functions;
using Samlet.Runtimes.Interpreters;

namespace Samlet.Runtimes.Debugging;

/// <summary>
/// Makes of the start of a runtime one that opens a port and waits until a debugger is attached to it, before the
/// function's code is loaded and so before any event. .NET has no such port: there a debugger attaches to the process.
/// </summary>
internal sealed class Debugger(DebugRequest request, HostEnvironment host)
{
    /// <summary>As long as a person may look at one invocation; `sam local` has the same ten hours.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromHours(10);

    /// <exception cref="UserErrorException">The port is taken, or the debugger is not there.</exception>
    public async Task<RuntimeCommand> PrepareAsync(
        RuntimeCommand command, Interpreter? interpreter, RuntimeFolders folders, CancellationToken cancellationToken)
    {
        if (interpreter?.Family != RuntimeFamily.Dotnet)
        {
            RequireFreePort();
        }

        return interpreter?.Family switch
        {
            RuntimeFamily.Node => command.WithFlags([$"--inspect-brk={request.Address}", .. request.Arguments]),
            RuntimeFamily.Python => await new PythonDebugger(request, host).PrepareAsync(
                command, interpreter, folders, cancellationToken),
            RuntimeFamily.Java => command.WithFlags([JavaAgent, .. request.Arguments]),
            RuntimeFamily.Ruby => await new RubyDebugger(request, host).PrepareAsync(
                command, interpreter, cancellationToken),
            RuntimeFamily.Dotnet => command,
            _ => new NativeDebugger(request, host).Prepare(command),
        };
    }

    /// <summary>Variables that the runtime needs to wait.</summary>
    public IEnumerable<KeyValuePair<string, string>> VariablesFor(RuntimeFamily family) => family switch
    {
        RuntimeFamily.Dotnet => [new("_AWS_LAMBDA_DOTNET_DEBUGGING", "1")],
        RuntimeFamily.Ruby => RubyDebugger.VariablesFor(request),
        _ => [],
    };

    /// <summary>What a person does next.</summary>
    public string NoticeFor(RuntimeFamily family) => family == RuntimeFamily.Dotnet
        ? "the function waits, without a timeout, until a debugger is attached to its process"
        : $"the function waits, without a timeout, until a debugger is attached to {request.Address}";

    /// <summary>`quiet=n`: that the port is open is said, as by the other debuggers.</summary>
    private string JavaAgent =>
        $"-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,quiet=n,address={request.Address}";

    private void RequireFreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, request.Port));
        }
        catch (SocketException error)
        {
            throw new UserErrorException(
                $"port {request.Port} cannot be used for the debugger: {error.Message}",
                "end what uses it, or choose another with --debug-port",
                error);
        }
    }
}
