using System.Text;

namespace Samlet.Cli;

/// <summary>The help pages, made from the tables that the parser uses. No line is longer than 100 columns.</summary>
internal sealed class HelpPage
{
    private const int Width = 100;
    private const int LargestNameColumn = 36;

    /// <summary>A blank at which no line ends.</summary>
    private const char HardBlank = '\u00a0';

    private readonly StringBuilder _text = new();

    private HelpPage()
    {
    }

    public static string OfGroup(CommandGroup group)
    {
        HelpPage page = new();
        page.Paragraph(
            "Runs AWS Lambda functions on this machine, straight from the SAM, CloudFormation or CDK template.");
        page.Section("Usage", $"{group.Path} COMMAND [OPTIONS]");
        page.Table("Commands of `sam local`, with or without the word `local`", Rows(group.Commands, isLocal: true));
        var others = group.Path == "samlet" ? "Other commands" : "Commands";
        var groups = group.Groups.Where(static inner => inner.Name != "local"); // Its commands stand above.
        page.Table(others, [.. Rows(group.Commands, isLocal: false), .. groups]);
        page.Table("Options", Rows(group.Options));
        page.Examples(group.Commands.SelectMany(command => command.Examples.Take(1)));
        page.Paragraph($"`{group.Path} COMMAND --help` tells more about a command.");
        return page._text.ToString();
    }

    public static string OfCommand(string path, CommandDefinition command)
    {
        HelpPage page = new();
        page.Paragraph(command.Description ?? $"{command.Summary}.");
        page.Section("Usage", UsageOf(path, command));
        page.Table("Argument", command.Argument is { } argument ? [(argument.Name, argument.Description)] : []);
        var groups = command.AllOptions.Where(option => !option.IsHidden).GroupBy(option => option.Group);
        foreach (var group in groups.OrderBy(group => group.Key))
        {
            page.Table(HeadingOf(group.Key), Rows(group));
        }

        page.Table("Exit code", command.ExitCodes);
        page.Examples(command.Examples);
        return page._text.ToString();
    }

    private static (string, string)[] Rows(IReadOnlyList<CommandDefinition> commands, bool isLocal)
    {
        var shown = commands.Where(command => command.IsLocal == isLocal && !command.IsHidden);
        return [.. shown.Select(command => (command.Name, command.Summary))];
    }

    private static (string, string)[] Rows(IEnumerable<OptionDefinition> options) =>
        [.. options.Select(option => (NamesOf(option), DescriptionOf(option)))];

    private static string UsageOf(string path, CommandDefinition command) => command.Argument switch
    {
        null => $"{path} [OPTIONS]",
        { Following: { } following, Name: var name } => $"{path} {name} [{following}...] [OPTIONS]",
        { IsRepeatable: true, Name: var name } => $"{path} [{name}...] [OPTIONS]",
        { IsRequired: true, Name: var name } => $"{path} {name}",
        { Name: var name } => $"{path} [{name}] [OPTIONS]",
    };

    private static string HeadingOf(OptionGroup group) => group switch
    {
        OptionGroup.Input => "Event",
        OptionGroup.Template => "Template",
        OptionGroup.Environment => "Environment of the function",
        OptionGroup.Runtime => "Runtime and sandbox",
        OptionGroup.Output => "Output",
        OptionGroup.Debugging => "Debugging",
        OptionGroup.Configuration => "Configuration file",
        OptionGroup.Container => "Images and containers (--sandbox image or docker; accepted without effect elsewhere)",
        OptionGroup.Unsupported => "Not supported yet (refused)",
        _ => "General",
    };

    private static string NamesOf(OptionDefinition option)
    {
        string[] names = [.. option.Aliases.OrderBy(IsLong), option.Name];
        var indent = IsLong(names[0]) ? "    " : "";
        var value = option.IsFlag ? "" : $" {option.ValueName}";
        var negative = option.Negative is null ? "" : $", {option.Negative}";
        return $"{indent}{string.Join(", ", names)}{negative}{value}";
    }

    private static bool IsLong(string name) => name.StartsWith("--", StringComparison.Ordinal);

    private static string DescriptionOf(OptionDefinition option)
    {
        var byDefault = option.Default is null ? "" : $" [default:{HardBlank}{option.Default}]";
        var variable = option.EnvironmentVariable is null ? "" : $" [env:{HardBlank}{option.EnvironmentVariable}]";
        return $"{option.Description}{byDefault}{variable}";
    }

    private void Section(string heading, string line) =>
        _text.Append(heading).Append("\n  ").Append(line).Append("\n\n");

    private void Table(string heading, (string Name, string Text)[] rows)
    {
        if (rows.Length == 0)
        {
            return;
        }

        _text.Append(heading).Append('\n');
        var column = Math.Min(LargestNameColumn, rows.Max(row => row.Name.Length)) + 4;
        foreach (var (name, text) in rows)
        {
            Row(name, text, column);
        }

        _text.Append('\n');
    }

    /// <summary>A name too wide for its column has a line of its own.</summary>
    private void Row(string name, string text, int column)
    {
        var start = _text.Length;
        _text.Append("  ").Append(name);
        foreach (var line in Wrap(text, Width - column))
        {
            if (_text.Length - start > column - 2)
            {
                _text.Append('\n');
                start = _text.Length;
            }

            _text.Append(' ', column - (_text.Length - start)).Append(line);
        }

        _text.Append('\n');
    }

    private void Paragraph(string text)
    {
        foreach (var line in Wrap(text, Width))
        {
            _text.Append(line).Append('\n');
        }

        _text.Append('\n');
    }

    private void Examples(IEnumerable<CommandExample> examples)
    {
        _text.Append("Examples\n");
        foreach (var example in examples)
        {
            _text.Append("  # ").Append(example.Purpose).Append("\n  ").Append(example.CommandLine).Append("\n\n");
        }
    }

    private static IEnumerable<string> Wrap(string text, int width)
    {
        StringBuilder line = new();
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return Finish(line);
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        yield return Finish(line);
    }

    private static string Finish(StringBuilder line) => line.ToString().Replace(HardBlank, ' ');
}
