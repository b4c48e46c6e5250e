namespace Samlet.Runtimes.Debugging;

/// <summary>The gem `debug`, which comes with Ruby since 3.1, waits on the port as soon as it is loaded.</summary>
internal static class RubyDebugger
{
    public static RuntimeCommand Prepare(RuntimeCommand command, DebugRequest request)
    {
        // With RubyGems from the start, which finds the gem.
        string[] arguments = [.. command.Arguments.Where(static argument => argument != "--disable-gems")];
        return command with { Arguments = [.. request.Arguments, "-rdebug/open", .. arguments] };
    }

    public static IEnumerable<KeyValuePair<string, string>> VariablesFor(DebugRequest request) =>
    [
        new("RUBY_DEBUG_OPEN", "true"),
        new("RUBY_DEBUG_HOST", DebugRequest.Host),
        new("RUBY_DEBUG_PORT", $"{request.Port}"),
        new("RUBY_DEBUG_NO_RELINE", "true"),
    ];
}
