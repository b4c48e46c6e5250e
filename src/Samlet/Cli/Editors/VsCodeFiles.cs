using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Samlet.Cli.Editors;

/// <summary>
/// `.vscode/launch.json` and `.vscode/tasks.json`: for every function a configuration that attaches, and a task that
/// starts the invocation and counts as ready when the debugger's port is open.
/// </summary>
internal static class VsCodeFiles
{
    private const string Prefix = "Samlet: ";
    private const string LaunchFile = ".vscode/launch.json";
    private const string TaskFile = ".vscode/tasks.json";

    /// <summary>How the debuggers of all languages say that they wait.</summary>
    private const string Ready = "[Ll]istening|can attach|to attach to process";

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        IndentSize = 4,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <param name="targets">The functions.</param>
    /// <param name="read">The text of a file that is there already, else null.</param>
    public static IReadOnlyList<EditorFile> Of(IReadOnlyList<DebugTarget> targets, Func<string, string?> read) =>
    [
        Edit(LaunchFile, "0.2.0", new("configurations", "name", Prefix), [.. targets.Select(Configuration)], read),
        Edit(TaskFile, "2.0.0", new("tasks", "label", Prefix), [.. targets.Select(StartTask)], read),
    ];

    private static EditorFile Edit(
        string path, string version, JsonListEdit edit, JsonObject[] items, Func<string, string?> read)
    {
        try
        {
            var text = read(path) ?? $"{{\n    \"version\": \"{version}\"\n}}\n";
            return new EditorFile(path, edit.Apply(text, [.. items.Select(TextOf)]));
        }
        catch (JsonException error)
        {
            throw new UserErrorException(
                $"`{path}` cannot be added to: {error.Message}", "correct it, or move it away, and run this again", error);
        }
    }

    private static string TextOf(JsonObject item)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions
        {
            Indented = true,
            IndentSize = Indented.IndentSize,
            NewLine = Indented.NewLine,
            Encoder = Indented.Encoder,
        }))
        {
            item.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static JsonObject Configuration(DebugTarget target)
    {
        var configuration = new JsonObject { ["name"] = Prefix + target.Function };
        foreach (var (name, value) in AttachOf(target))
        {
            configuration[name] = value;
        }

        configuration["preLaunchTask"] = Prefix + target.Function;
        return configuration;
    }

    private static IEnumerable<(string Name, JsonNode Value)> AttachOf(DebugTarget target) => target.Language switch
    {
        DebugLanguage.Nodejs =>
        [
            ("type", "node"), ("request", "attach"), ("address", "127.0.0.1"), ("port", target.Port),
            ("continueOnAttach", true), ("skipFiles", new JsonArray("<node_internals>/**")),
        ],
        DebugLanguage.Python =>
        [
            ("type", "debugpy"), ("request", "attach"),
            ("connect", new JsonObject { ["host"] = "127.0.0.1", ["port"] = target.Port }),
        ],
        DebugLanguage.Java =>
            [("type", "java"), ("request", "attach"), ("hostName", "127.0.0.1"), ("port", target.Port)],
        DebugLanguage.Dotnet =>
            [("type", "coreclr"), ("request", "attach"), ("processId", "${command:pickProcess}")],
        DebugLanguage.Ruby =>
        [
            ("type", "rdbg"), ("request", "attach"), ("debugPort", $"127.0.0.1:{target.Port}"), ("localfs", true),
            ("nonstop", true),
        ],
        DebugLanguage.Go =>
        [
            ("type", "go"), ("request", "attach"), ("mode", "remote"), ("host", "127.0.0.1"), ("port", target.Port),
        ],
        _ =>
        [
            ("type", "lldb"), ("request", "launch"),
            ("targetCreateCommands", new JsonArray($"target create \"{target.Program}\"")),
            ("processCreateCommands", new JsonArray($"gdb-remote 127.0.0.1:{target.Port}")),
        ],
    };

    private static JsonObject StartTask(DebugTarget target) => new()
    {
        ["label"] = Prefix + target.Function,
        ["type"] = "process",
        ["command"] = target.Command[0],
        ["args"] = new JsonArray([.. target.Command.Skip(1).Select(static word => JsonValue.Create(word))]),
        ["isBackground"] = true,
        ["problemMatcher"] = new JsonObject
        {
            ["owner"] = "samlet",
            ["pattern"] = new JsonObject
            {
                ["regexp"] = "^error: ()()(.*)$",
                ["file"] = 1,
                ["line"] = 2,
                ["message"] = 3,
            },
            ["background"] = new JsonObject
            {
                ["activeOnStart"] = true,
                ["beginsPattern"] = "^debugging: ",
                ["endsPattern"] = Ready,
            },
        },
    };
}
