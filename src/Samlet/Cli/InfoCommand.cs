using System.Runtime.InteropServices;
using System.Text.Json;

namespace Samlet.Cli;

/// <summary>A runtime of Lambda and the interpreter that runs it here.</summary>
internal sealed record FoundRuntime(string Runtime, string Program, string Version);

/// <summary>`samlet --info`: what a tool or a bug report wants to know, as JSON.</summary>
internal static class InfoCommand
{
    public static async Task<ExitCode> RunAsync(
        Func<CancellationToken, Task<IReadOnlyList<FoundRuntime>>> findRuntimes,
        CommandLineContext context,
        CancellationToken cancellationToken)
    {
        var runtimes = await findRuntimes(cancellationToken);
        using Utf8JsonWriter json = new(context.Terminal.Output, new JsonWriterOptions { Indented = true });
        Write(json, runtimes);
        await json.FlushAsync(cancellationToken);
        context.Print("\n");
        return ExitCode.Success;
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<FoundRuntime> runtimes)
    {
        json.WriteStartObject();
        json.WriteString("version", Version.Number);
        json.WriteString("code", Version.Code);
        json.WriteString("framework", Version.Framework);
        json.WriteString("system", RuntimeInformation.RuntimeIdentifier);
        json.WriteStartArray("runtimes");
        foreach (var runtime in runtimes)
        {
            json.WriteStartObject();
            json.WriteString("runtime", runtime.Runtime);
            json.WriteString("program", runtime.Program);
            json.WriteString("version", runtime.Version);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
