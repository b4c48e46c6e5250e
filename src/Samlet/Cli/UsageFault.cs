using Samlet.Functions;

namespace Samlet.Cli;

/// <summary>Every usage fault, a method each: exit code 2.</summary>
internal static class UsageFault
{
    public static UserErrorException UnknownOption(string word, string? nearest) =>
        Create($"there is no option `{word}`", nearest is null ? null : $"did you mean `{nearest}`?");

    public static UserErrorException UnknownCommand(string word, string? nearest) =>
        Create($"there is no command `{word}`", nearest is null ? null : $"did you mean `{nearest}`?");

    public static UserErrorException MissingCommand(IReadOnlyList<string> names) =>
        Create("no command is given", $"the commands are {string.Join(", ", names)}");

    public static UserErrorException ExtraArgument(string word) =>
        Create($"unexpected extra argument `{word}`");

    public static UserErrorException MissingArgument(ArgumentDefinition argument) =>
        Create($"`{argument.Name}` is missing", ChoicesHint(argument.Choices));

    public static UserErrorException MissingValue(string option, string valueName) =>
        Create($"`{option}` needs a value", $"write `{option} {valueName}`");

    public static UserErrorException UnexpectedValue(string option, string value) =>
        Create($"`{option}` takes no value, but `{value}` is given", $"write `{option}` alone");

    public static UserErrorException NotBoolean(string source, string value) =>
        Create($"{source} is `{value}`, which is neither true nor false", "write `true` or `false`");

    public static UserErrorException NotANumber(string source, string value) =>
        Create($"{source} is `{value}`, which is not a whole number");

    public static UserErrorException NotAChoice(string source, string value, IReadOnlyList<string> choices) =>
        Create($"{source} cannot be `{value}`", ChoicesHint(choices, Suggestions.Nearest(value, choices)));

    public static UserErrorException NotAPort(string source, int port) =>
        Create($"{source} is `{port}`, which is not a port", "ports go from 1 to 65535");

    public static UserErrorException Malformed(string source, string value, string form) =>
        Create($"{source} cannot be `{value}`", $"write it like `{form}`");

    public static UserErrorException InvalidTenantId(string source, string value) =>
        Create($"{source} cannot be `{value}`", "it has 1 to 256 letters, digits, blanks and `. _ : / = + - @`");

    public static UserErrorException UnreadableOverride(string source, string text) => Create(
        $"{source}: `{text}` is no override of a parameter",
        "write `Key=Value`, `Key=\"a value\"`, `ParameterKey=Key,ParameterValue=Value` or `file://overrides.yaml`");

    public static UserErrorException Unsupported(string source) =>
        Create($"{source} is not supported yet", "run without it, or with `sam local invoke`");

    public static UserErrorException NotARuntime(string source, string value)
    {
        var current = RuntimeIdentifier.All.Where(runtime => runtime.Status == RuntimeStatus.Supported);
        string[] names = [.. current.Select(runtime => runtime.Name)];
        var hint = ChoicesHint(names, RuntimeIdentifier.Nearest(value));
        return Create($"{source} is `{value}`, which is not a runtime of Lambda", hint);
    }

    public static UserErrorException WrongShape(string source, OptionDefinition option)
    {
        var hint = option.IsRepeatable ? "write a text or a list of texts" : "write a text";
        return Create($"{source} is no value for `{option.Name}`", hint);
    }

    public static UserErrorException MissingFile(string source, string path) =>
        Create($"no file at `{path}`", $"{source} names it");

    public static UserErrorException Create(string message, string? hint = null) =>
        new(message, hint) { ExitCode = ExitCode.Usage };

    private static string? ChoicesHint(IReadOnlyList<string> choices, string? nearest = null)
    {
        var hint = nearest is null ? "" : $"did you mean `{nearest}`? ";
        return choices is [] ? null : $"{hint}the choices are {string.Join(", ", choices)}";
    }
}
