using System.Text.Json;
using Samlet.Functions;
using Samlet.Gateway;
using Samlet.Templates;

namespace Samlet.Tests.Support;

/// <summary>
/// The public test data of the SAM translator with what it makes of each template; absent on most machines.
/// </summary>
internal static class Corpus
{
    private const string Folder = "shared/corpus/sam";
    private const string ExpectedFile = "expected.json";

    public static IEnumerable<(string Template, JsonElement Expected)> Read()
    {
        var file = Path.Join(Find(), ExpectedFile);
        using var document = JsonDocument.Parse(File.ReadAllText(file));
        return [.. document.RootElement.EnumerateObject().Select(entry => (entry.Name, entry.Value.Clone()))];
    }

    public static FunctionSet Open(string template) => new(StackReader.Read(
        [new TemplateFile(template, Path.Join(Find(), "templates", template))], new TemplateOptions()));

    /// <summary>What differs. Expected values that are null were intrinsic functions or defaults.</summary>
    public static List<string> Compare(Function? function, JsonElement expected)
    {
        if (function is null)
        {
            return ["is missing"];
        }

        List<string> faults = [];
        Check("handler", function.Handler);
        Check("runtime", function.Runtime);
        Check("timeout", function.Timeout.TotalSeconds);
        Check("memory", function.MemorySizeMegabytes);
        Check("packageType", function.Code is CodeSource.Image ? "Image" : "Zip");
        Check("environment", string.Join(',', function.Environment.Select(variable => variable.Name).Order(StringComparer.Ordinal)));
        Check("layers", function.Layers.Count);
        return faults;

        void Check(string name, object? actual)
        {
            var value = expected.GetProperty(name);
            var text = value.ValueKind == JsonValueKind.Array
                ? string.Join(',', value.EnumerateArray().Select(item => item.ToString()).Order(StringComparer.Ordinal))
                : value.ToString();
            if (value.ValueKind != JsonValueKind.Null && text != actual?.ToString())
            {
                faults.Add($"{name} is {actual}, not {text}");
            }
        }
    }

    /// <summary>
    /// Method, path and function of the routes that lead to one: those that the expectations hold, and those they may
    /// hold or not.
    /// </summary>
    public static (List<string> Certain, List<string> Others) RoutesOf(FunctionSet functions)
    {
        var routes = RouteReader.Read(functions).Routes
            .Where(route => route is { Api.Type: ApiType.Rest or ApiType.Http, Function.Length: > 0, Method: not "OPTIONS" })
            .ToLookup(
                route => route.Condition is null && functions.Find(route.Function) is not { Aliases.Count: > 0 },
                route => $"{route.Method} {route.Path} {route.Function}");
        return ([.. routes[true]], [.. routes[false]]);
    }

    public static IEnumerable<string> RoutesOf(JsonElement expected) =>
        expected.GetProperty("routes").EnumerateArray().Select(route => $"{route[0]} {route[1]} {route[2]}");

    private static string Find()
    {
        var chosen = Environment.GetEnvironmentVariable("SAMLET_CORPUS");
        var folder = string.IsNullOrEmpty(chosen) ? FindBeside(AppContext.BaseDirectory) : Path.Join(chosen, "sam");
        if (folder is null || !File.Exists(Path.Join(folder, ExpectedFile)))
        {
            Assert.Skip("the corpus is not on this machine (../shared/corpus, or SAMLET_CORPUS)");
        }

        return folder;
    }

    private static string? FindBeside(string? folder)
    {
        while (folder is not null && !File.Exists(Path.Join(folder, Folder, ExpectedFile)))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder is null ? null : Path.Join(folder, Folder);
    }
}
