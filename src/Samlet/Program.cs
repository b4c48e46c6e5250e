using Samlet.Cli;

namespace Samlet;

/// <summary>The one place where errors become words and exit codes.</summary>
internal static class Program
{
    public static int Main(string[] arguments) => (int)RunAsync(arguments).GetAwaiter().GetResult();

    private static async Task<ExitCode> RunAsync(string[] arguments)
    {
        using var interruption = new Interruption();
        var context = CommandLineContext.OfProcess(Terminal.OfProcess());
        try
        {
            await using var composition = new Composition(context);
            return await RootCommands.RunAsync(arguments, context, composition.Actions, interruption.Token);
        }
        catch (UserErrorException error)
        {
            context.Reporter.Error(error.Message, error.Hint);
            return error.ExitCode;
        }
        catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        catch (Exception error) when (ResourceExhaustion.Explain(error) is { } explained)
        {
            context.Reporter.Error(explained.Message, explained.Hint);
            return explained.ExitCode;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            context.Reporter.Error($"this is a bug in Samlet: {error}", "report it with the command and these lines");
            return ExitCode.Bug;
        }
    }
}
