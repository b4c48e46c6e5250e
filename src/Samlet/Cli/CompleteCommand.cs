using System.Text;

namespace Samlet.Cli;

/// <summary>
/// `samlet complete -- WORD...`, asked by the scripts of <see cref="CompletionScripts"/>. The answer is a line `words`,
/// `files` or `folders`, then a line for each word that fits: the word, a tab, what it means.
/// </summary>
internal static class CompleteCommand
{
    private static readonly OptionDefinition Empty = new(
        "--empty", OptionKind.Flag, OptionGroup.Input, "The last word is empty and not passed: PowerShell drops it");

    public static CommandDefinition Create(Completions completions, CommandLineContext context) =>
        new("complete", "Answer the completion script of a shell")
        {
            IsHidden = true,
            Argument = new("WORD", "The words of the command line, the last one unfinished") { IsRepeatable = true },
            Options = () => [Empty],
            RunAsync = (values, _) =>
            {
                string[] end = values.Flag(Empty) ? [""] : [];
                context.Print(Format(completions.Find([.. values.Arguments, .. end])));
                return Task.FromResult(ExitCode.Success);
            },
        };

    private static string Format(CompletionList list)
    {
        StringBuilder text = new();
        text.Append(list.Kind.ToString().ToLowerInvariant()).Append('\n');
        foreach (var (word, description) in list.Items)
        {
            text.Append(word).Append('\t').Append(description).Append('\n');
        }

        return text.ToString();
    }
}
