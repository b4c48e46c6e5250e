using System.Globalization;
using System.Text;
using Samlet.Functions;
using Samlet.Gateway;
using Samlet.Templates;

namespace Samlet.Cli;

/// <summary>The description for people: functions, routes, findings.</summary>
internal sealed class DescribeText
{
    private const int LongestValue = 100;
    private const int LabelWidth = 13;

    private readonly StringBuilder _text = new();

    public static string Write(ProjectDescription project)
    {
        var page = new DescribeText();
        page.WriteSummary(project);
        foreach (var function in project.Functions)
        {
            page.WriteFunction(function);
        }

        page.WriteRoutes(project.Routes);
        page.WriteDiagnostics(project.Diagnostics);
        return page._text.ToString();
    }

    private void WriteSummary(ProjectDescription project)
    {
        _text.Append(string.Join(", ", project.Templates)).Append(": ");
        _text.Append(Count(project.Functions.Count, "function")).Append(", ")
            .Append(Count(project.Routes.Count, "route"));
        _text.Append(", ").Append(Count(project.Diagnostics.Count, "finding")).Append('\n');
    }

    private void WriteFunction(DescribedFunction described)
    {
        var function = described.Function;
        _text.Append('\n').Append(function.Path);
        if (function.Name != function.LogicalId)
        {
            _text.Append("  (").Append(function.Name).Append(')');
        }

        _text.Append('\n');
        WriteBasics(described);
        WriteEach("environment", described.Environment, variable =>
            [
                $"{variable.Name}={Shorten(DescribeWords.Show(variable) ?? "?")}",
                $"[{DescribeWords.NameOf(variable.Source)}]",
            ]);
        WriteEach("layers", described.Layers, layer => [layer.Layer.Id, PlaceOf(layer)]);
        WriteEach("events", described.Events, item => [item.Name, item.Type]);
    }

    private static string PlaceOf(DescribedLayer layer) => layer.IsCached switch
    {
        true => "in the cache",
        false => "to be fetched from AWS",
        null => layer.Layer.Content.Written,
    };

    private void WriteBasics(DescribedFunction described)
    {
        var function = described.Function;
        WriteLine("template", function.Location.ToString());
        if (function.Condition is { } condition)
        {
            WriteLine(
                "condition", $"{condition.Name} is {(condition.Value ? "true" : "false: not part of the stack")}");
        }

        WriteLine("runtime", RuntimeOf(described));
        WriteLine("code", CodeOf(function.Code));
        WriteLine("limits", LimitsOf(described));
    }

    private void WriteLine(string label, string text) =>
        _text.Append("  ").Append(label.PadRight(LabelWidth)).Append(text).Append('\n');

    private static string RuntimeOf(DescribedFunction described) => described.Function.Code is CodeSource.Image
        ? $"container image, {described.Function.Architecture}"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{(described.IsKnown("Runtime") ? described.Function.Runtime : null) ?? "?"}, handler {(described.IsKnown("Handler") ? described.Function.Handler : null) ?? "?"}, {described.Function.Architecture}");

    private static string CodeOf(CodeSource code) => code switch
    {
        CodeSource.Folder(var path) when !Directory.Exists(path) => $"{code.Written} (not there)",
        CodeSource.Archive(var path) when !File.Exists(path) => $"{code.Written} (not there)",
        CodeSource.Inline => "in the template",
        CodeSource.Bucket(var description) => $"{description} (not here)",
        _ => code.Written,
    };

    private static string LimitsOf(DescribedFunction described)
    {
        var function = described.Function;
        var timeout = described.IsKnown("Timeout") ? Text((int)function.Timeout.TotalSeconds) : "?";
        var memory = described.IsKnown("MemorySize") ? Text(function.MemorySizeMegabytes) : "?";
        return $"{timeout} s, {memory} MB memory, {Text(function.EphemeralStorageMegabytes)} MB /tmp";
    }

    private void WriteEach<T>(string label, IReadOnlyList<T> items, Func<T, string[]> cells)
    {
        var table = new TextTable("  ");
        for (var index = 0; index < items.Count; index++)
        {
            table.Add([(index == 0 ? label : "").PadRight(LabelWidth - TextTable.Gap), .. cells(items[index])]);
        }

        table.AppendTo(_text);
    }

    private void WriteRoutes(IReadOnlyList<Route> routes)
    {
        if (routes.Count == 0)
        {
            return;
        }

        _text.Append("\nroutes\n");
        var table = new TextTable("  ");
        foreach (var route in routes)
        {
            table.Add(
                route.Method,
                route.Path,
                route.Function.Length > 0 ? route.Function : $"({route.Integration.ToString().ToLowerInvariant()})",
                DescribeWords.NameOf(route.Api.Type),
                route.Api.Id,
                NotesOf(route));
        }

        table.AppendTo(_text);
    }

    private static string NotesOf(Route route)
    {
        List<string> notes = [];
        if (route.Access.Authorizer is { } authorizer)
        {
            notes.Add($"authorizer {authorizer.Name}");
        }

        if (route.Access.NeedsApiKey)
        {
            notes.Add("API key");
        }

        if (route.Condition is { Value: false } condition)
        {
            notes.Add($"not served: {condition.Name} is false");
        }

        return string.Join(", ", notes);
    }

    private void WriteDiagnostics(IReadOnlyList<Diagnostic> diagnostics)
    {
        _text.Append(diagnostics.Count > 0 ? "\nfindings\n" : "");
        Diagnostic? last = null;
        foreach (var diagnostic in diagnostics)
        {
            // A fault in Globals is one of every function that has it; people need to read it once.
            if (diagnostic with { Resource = null } == last)
            {
                continue;
            }

            last = diagnostic with { Resource = null };
            _text.Append("  ").Append(diagnostic.Location.ToString()).Append(": ");
            _text.Append(DescribeWords.NameOf(diagnostic.Severity)).Append(' ').Append(diagnostic.Code).Append(": ");
            _text.Append(diagnostic.Message).Append('\n');
            if (diagnostic.Hint is { } hint)
            {
                _text.Append("    hint: ").Append(hint).Append('\n');
            }
        }
    }

    private static string Count(int count, string noun) => $"{Text(count)} {noun}{(count == 1 ? "" : "s")}";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Shorten(string value)
    {
        var line = value.ReplaceLineEndings("↵");
        return line.Length <= LongestValue ? line : line[..(LongestValue - 1)] + "…";
    }
}
