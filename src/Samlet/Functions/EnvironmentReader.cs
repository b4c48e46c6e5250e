using System.Text;
using Samlet.Templates;

namespace Samlet.Functions;

/// <summary>The environment variables that a template gives a function, each with where its value comes from.</summary>
internal static class EnvironmentReader
{
    private const int LargestEnvironment = 4096; // docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html

    public static IReadOnlyList<EnvironmentVariable> Read(PropertyReader properties)
    {
        if (properties.Section("Environment").Map("Variables") is not { } variables)
        {
            return [];
        }

        var read = new EnvironmentVariable[variables.Entries.Count];
        for (var index = 0; index < read.Length; index++)
        {
            read[index] = ReadVariable(variables.Entries[index], properties);
        }

        CheckSize(read, variables.Location, properties);
        return read;
    }

    private static EnvironmentVariable ReadVariable(MapEntry entry, PropertyReader properties)
    {
        if (ReservedVariables.IsReserved(entry.Key))
        {
            properties.Report(FunctionDiagnostics.ReservedVariable(entry.Key, entry.KeyLocation));
        }
        else if (!IsName(entry.Key))
        {
            properties.Report(FunctionDiagnostics.InvalidVariableName(entry.Key, entry.KeyLocation));
        }

        if (entry.Value is TemplateValue.List or TemplateValue.Map or TemplateValue.Null)
        {
            properties.Report(FunctionDiagnostics.VariableNotText(entry.Key, entry.Value.Location));
        }

        return new EnvironmentVariable(entry.Key, entry.Value.AsText() ?? "", SourceOf(entry.Value))
        {
            IsSecret = entry.Value is TemplateValue.Text { IsSecret: true },
            IsUnresolved = entry.Value is TemplateValue.Call,
        };
    }

    private static VariableSource SourceOf(TemplateValue value) => value switch
    {
        TemplateValue.Call or TemplateValue.Text { IsPlaceholder: true } => VariableSource.Placeholder,
        TemplateValue.Text text when text.Traits.HasFlag(TextTraits.FromValues) => VariableSource.Values,
        _ => VariableSource.Template,
    };

    private static void CheckSize(EnvironmentVariable[] variables, SourceLocation location, PropertyReader properties)
    {
        var size = 0;
        foreach (var variable in variables)
        {
            size += Encoding.UTF8.GetByteCount(variable.Name) + Encoding.UTF8.GetByteCount(variable.Value);
        }

        if (size > LargestEnvironment)
        {
            properties.Report(FunctionDiagnostics.EnvironmentTooLarge(size, LargestEnvironment, location));
        }
    }

    private static bool IsName(string name)
    {
        foreach (var letter in name)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter != '_')
            {
                return false;
            }
        }

        return name.Length > 1 && char.IsAsciiLetter(name[0]);
    }
}
