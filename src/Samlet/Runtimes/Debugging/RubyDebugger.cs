using Samlet.Runtimes.Interpreters;
using Samlet.Sandboxes.Native;

namespace Samlet.Runtimes.Debugging;

/// <summary>
/// The gem `debug`, which comes with Ruby since 3.1, waits on the port as soon as it is loaded. The function's own gem
/// path does not have it, so its folders are asked for and named.
/// </summary>
internal sealed class RubyDebugger(DebugRequest request, HostEnvironment host)
{
    private const string Question = "puts Gem::Specification.find_by_name('debug').full_require_paths";

    public async Task<RuntimeCommand> PrepareAsync(
        RuntimeCommand command, Interpreter interpreter, CancellationToken cancellationToken)
    {
        var folders = request.DebuggerFolder is { } given ? [given] : await FindAsync(interpreter, cancellationToken);
        // With RubyGems from the start, which the debugger needs.
        string[] arguments = [.. command.Arguments.Where(static argument => argument != "--disable-gems")];
        return command with
        {
            Arguments =
            [
                .. folders.SelectMany(static folder => (string[])["-I", folder]), "-rdebug/open",
                .. request.Arguments, .. arguments,
            ],
        };
    }

    public static IEnumerable<KeyValuePair<string, string>> VariablesFor(DebugRequest request) =>
    [
        new("RUBY_DEBUG_OPEN", "true"),
        new("RUBY_DEBUG_HOST", DebugRequest.Host),
        new("RUBY_DEBUG_PORT", $"{request.Port}"),
    ];

    private async Task<IReadOnlyList<string>> FindAsync(Interpreter interpreter, CancellationToken cancellationToken)
    {
        var call = new ProgramCall(interpreter.Program, ["-e", Question])
        {
            Environment = new Dictionary<string, string> { ["HOME"] = host.HomeFolder },
        };
        return await ProgramOutput.ReadAsync(call, cancellationToken) is { ExitCode: 0 } answer
            ? answer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : throw new UserErrorException(
                $"the debugger `debug` was not found for `{interpreter.Program}`",
                "install it with `gem install debug`, or name the folder that has it with --debugger-path");
    }
}
