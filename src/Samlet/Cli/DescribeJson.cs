using System.Text.Encodings.Web;
using System.Text.Json;
using Samlet.Functions;
using Samlet.Gateway;
using Samlet.Templates;

namespace Samlet.Cli;

/// <summary>
/// The description as JSON. Programs depend on every name in it; it is documented in docs/describe.md.
/// </summary>
internal sealed class DescribeJson(Utf8JsonWriter json)
{
    // The writer's own buffer doubles without end; past 85 kB every doubling is a collection of the oldest generation.
    private const int MostPending = 32_768;

    public static void Write(ProjectDescription project, Stream target)
    {
        // Paths and messages are for people too: `'` and `<` need no escape outside of HTML.
        var options = new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using Utf8JsonWriter json = new(target, options);
        new DescribeJson(json).Write(project);
    }

    private void Write(ProjectDescription project)
    {
        json.WriteStartObject();
        WriteAll("templates", project.Templates, json.WriteStringValue);
        WriteAll("functions", project.Functions, WriteFunction);
        WriteAll("routes", project.Routes, WriteRoute);
        WriteAll("diagnostics", project.Diagnostics, WriteDiagnostic);
        json.WriteEndObject();
    }

    private void WriteAll<T>(string name, IReadOnlyList<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            write(item);
            if (json.BytesPending > MostPending)
            {
                json.Flush();
            }
        }

        json.WriteEndArray();
    }

    private void WriteFunction(DescribedFunction described)
    {
        var function = described.Function;
        json.WriteStartObject();
        json.WriteString("id", function.LogicalId);
        json.WriteString("path", function.Path);
        json.WriteString("name", function.Name);
        json.WriteString("template", function.Location.File);
        WriteCondition(function.Condition);
        json.WriteString("packageType", function.Code is CodeSource.Image ? "Image" : "Zip");
        json.WriteString("runtime", described.IsKnown("Runtime") ? function.Runtime : null);
        json.WriteString("handler", described.IsKnown("Handler") ? function.Handler : null);
        json.WriteString("code", function.Code.Written.Length > 0 ? function.Code.Written : null);
        json.WriteString("architecture", described.IsKnown("Architectures") ? function.Architecture : null);
        WriteNumber("timeout", described.IsKnown("Timeout"), (int)function.Timeout.TotalSeconds);
        WriteNumber("memorySize", described.IsKnown("MemorySize"), function.MemorySizeMegabytes);
        WriteNumber(
            "ephemeralStorage", described.IsKnown("EphemeralStorage", "Size"), function.EphemeralStorageMegabytes);
        WriteAll("environment", described.Environment, WriteVariable);
        WriteAll("layers", described.Layers, WriteLayer);
        WriteAll("events", described.Events, WriteEvent);
        json.WriteEndObject();
    }

    private void WriteCondition(ResourceCondition? condition)
    {
        if (condition is null)
        {
            json.WriteNull("condition");
            return;
        }

        json.WriteStartObject("condition");
        json.WriteString("name", condition.Name);
        json.WriteBoolean("value", condition.Value);
        json.WriteEndObject();
    }

    private void WriteNumber(string name, bool isKnown, int number)
    {
        if (isKnown)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private void WriteVariable(EnvironmentVariable variable)
    {
        json.WriteStartObject();
        json.WriteString("name", variable.Name);
        json.WriteString("value", DescribeWords.Show(variable));
        json.WriteString("source", DescribeWords.NameOf(variable.Source));
        json.WriteEndObject();
    }

    private void WriteLayer(DescribedLayer described)
    {
        var layer = described.Layer;
        json.WriteStartObject();
        json.WriteString("id", layer.Id);
        json.WriteString("path", layer.Content.Written.Length > 0 ? layer.Content.Written : null);
        if (described.IsCached is { } isCached)
        {
            json.WriteBoolean("cached", isCached);
        }

        json.WriteEndObject();
    }

    private void WriteEvent(FunctionEvent item)
    {
        json.WriteStartObject();
        json.WriteString("name", item.Name);
        json.WriteString("type", item.Type);
        json.WriteEndObject();
    }

    private void WriteRoute(Route route)
    {
        json.WriteStartObject();
        json.WriteString("api", route.Api.Id);
        json.WriteString("type", DescribeWords.NameOf(route.Api.Type));
        json.WriteString("method", route.Method);
        json.WriteString("path", route.Path);
        json.WriteString("function", route.Function);
        json.WriteString("authorizer", route.Access.Authorizer?.Name);
        json.WriteEndObject();
    }

    private void WriteDiagnostic(Diagnostic diagnostic)
    {
        json.WriteStartObject();
        json.WriteString("code", diagnostic.Code);
        json.WriteString("severity", DescribeWords.NameOf(diagnostic.Severity));
        json.WriteString("message", diagnostic.Message);
        json.WriteString("hint", diagnostic.Hint);
        json.WriteString("file", diagnostic.Location.File);
        json.WriteNumber("line", diagnostic.Location.Line);
        json.WriteNumber("column", diagnostic.Location.Column);
        json.WriteString("resource", diagnostic.Resource);
        json.WriteEndObject();
    }
}
