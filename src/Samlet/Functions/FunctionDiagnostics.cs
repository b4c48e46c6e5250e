using Samlet.Templates;

namespace Samlet.Functions;

/// <summary>What a number may be, and what is used in place of one that it may not be.</summary>
internal readonly record struct NumberRange(int Least, int Most, int Used);

/// <summary>Every diagnostic about functions, layers and stacks, a method per code (`SAM0101` to `SAM0199`).</summary>
internal static class FunctionDiagnostics
{
    public static Diagnostic BuiltTemplateIsOlder(string built, string source) => Warning(
        "SAM0101",
        $"`{built}` is older than `{source}`, and is what runs",
        new SourceLocation(built, 1, 1),
        $"run `sam build` again, or pass --template {source}");

    public static Diagnostic UnknownProperty(string name, string type, string[] known, SourceLocation location) =>
        Warning(
            "SAM0102",
            $"`{name}` is no property of {type} and is ignored",
            location,
            NearestWord.Hint(name, known));

    public static Diagnostic WrongShape(string name, string expected, SourceLocation location) =>
        Warning("SAM0103", $"`{name}` should be {expected}; it is ignored", location);

    public static Diagnostic NotNumber(string name, string value, SourceLocation location) =>
        Error("SAM0104", $"`{name}` is `{value}`, which is no number", location);

    public static Diagnostic OutOfRange(string name, string value, NumberRange range, SourceLocation location) =>
        Warning(
        "SAM0105",
        $"`{name}` is {value}, and Lambda takes whole numbers from {range.Least} to {range.Most}; {range.Used} is used",
        location);

    public static Diagnostic NotAllowed(string name, string value, string[] allowed, SourceLocation location) =>
        Warning(
        "SAM0106",
        $"`{name}` is `{value}`, and Lambda takes `{string.Join("`, `", allowed)}`",
        location,
        NearestWord.Hint(value, allowed));

    public static Diagnostic NoHandler(string function, SourceLocation location) =>
        Error("SAM0107", $"function `{function}` has no Handler", location, "add Handler, for example `app.handler`");

    public static Diagnostic NoRuntime(string function, SourceLocation location) =>
        Error("SAM0108", $"function `{function}` has no Runtime", location, "add Runtime, for example `nodejs22.x`");

    public static Diagnostic NoCode(string function, string path, SourceLocation location) => Warning(
        "SAM0109", $"the code of `{function}` is not at `{path}`", location, "build the project, or correct the path");

    public static Diagnostic UnknownRuntime(string runtime, SourceLocation location, string? nearest) => Warning(
        "SAM0110",
        $"`{runtime}` is no Lambda runtime",
        location,
        nearest is null ? null : $"did you mean `{nearest}`?");

    public static Diagnostic InvalidVariableName(string name, SourceLocation location) => Warning(
        "SAM0111",
        $"`{name}` is no name that Lambda takes for an environment variable",
        location,
        "start with a letter, go on with letters, digits and `_`, two characters at least");

    public static Diagnostic VariableNotText(string name, SourceLocation location) =>
        Warning("SAM0112", $"environment variable `{name}` should be text; it is set to nothing", location);

    public static Diagnostic EnvironmentTooLarge(int size, int limit, SourceLocation location) => Warning(
        "SAM0113", $"the environment variables take {size} bytes together, and Lambda takes {limit}", location);

    public static Diagnostic UnknownLayer(string text, SourceLocation location) => Warning(
        "SAM0114",
        $"`{text}` is no layer and is left out",
        location,
        "a layer is a `!Ref` to an AWS::Serverless::LayerVersion or the ARN of a layer version, with the version at its end");

    public static Diagnostic RetiredLayer(string arn, SourceLocation location) =>
        Error("SAM0115", $"`{arn}` does not exist any more", location, "remove it from Layers");

    public static Diagnostic TooManyLayers(int count, int limit, SourceLocation location) =>
        Warning("SAM0116", $"there are {count} layers, and Lambda takes {limit}", location);

    public static Diagnostic NoLayerContent(string layer, string path, SourceLocation location) => Warning(
        "SAM0117", $"the content of layer `{layer}` is not at `{path}`", location, "build the project, or correct the path");

    public static Diagnostic NoImage(string function, SourceLocation location) => Error(
        "SAM0118", $"function `{function}` is an image and has no ImageUri", location, "build the project, or add ImageUri");

    public static Diagnostic InlineHandler(string function, string handler, SourceLocation location) => Warning(
        "SAM0119",
        $"the inline code of `{function}` is in `index`, and its handler is `{handler}`",
        location,
        "start Handler with `index.`");

    public static Diagnostic UnknownEventType(string name, string type, string[] known, SourceLocation location) =>
        Warning(
            "SAM0120", $"event `{name}` has the unknown type `{type}`", location, NearestWord.Hint(type, known));

    public static Diagnostic SeveralArchitectures(SourceLocation location) =>
        Warning("SAM0121", "a function has one architecture; the first one is used", location);

    public static Diagnostic RemoteStack(string stack, string place, SourceLocation location) =>
        OfStack(stack, Information(
            "SAM0122", $"the template of stack `{stack}` is in `{place}`; its functions are not known here", location));

    public static Diagnostic NoStackTemplate(string stack, string path, SourceLocation location) =>
        OfStack(stack, Warning(
            "SAM0123",
            $"the template of stack `{stack}` is not at `{path}`",
            location,
            "build the project, or correct the path"));

    public static Diagnostic CircularStack(string stack, string name, SourceLocation location) =>
        OfStack(stack, Error("SAM0124", $"stack `{stack}` nests `{name}` in itself", location));

    public static Diagnostic UnreadableStack(string stack, UserErrorException error, SourceLocation location) =>
        OfStack(stack, Error(
            "SAM0125", $"the template of stack `{stack}` cannot be read: {error.Message}", location, error.Hint));

    public static Diagnostic TooManyStacks(string stack, int limit, SourceLocation location) =>
        OfStack(stack, Error(
            "SAM0126", $"stack `{stack}` is left out: there are more than {limit}, or they nest too deep", location));

    public static Diagnostic ReservedVariable(string name, SourceLocation location) => Warning(
        "SAM0127",
        $"`{name}` is reserved: it keeps the value that Lambda gives it",
        location,
        "take it out of Environment; Lambda refuses to deploy a function that sets it");

    public static Diagnostic UnknownType(string type, IEnumerable<string> known, SourceLocation location) =>
        Warning("SAM0128", $"`{type}` is no type of SAM and is ignored", location, NearestWord.Hint(type, known));

    public static Diagnostic TextOfManagedInstances(SourceLocation location) => Warning(
        "SAM0129",
        "managed instances log JSON only; `LogFormat` is taken for `JSON`",
        location,
        "set LogFormat to `JSON`, or pass --log-format text to read the log here");

    public static Diagnostic ForeignLibraries(
        string function, string names, string platform, SourceLocation location) =>
        Warning(
            "SAM0130",
            $"`{function}` runs on {platform} on Lambda, and {names}",
            location,
            "install the dependencies for it, as `sam build` does, with --use-container where something is compiled");

    public static Diagnostic LayerInCloud(string layer, string place, SourceLocation location) => Warning(
        "SAM0140",
        $"the content of layer `{layer}` is at `{place}` and not on this computer; the layer is left out",
        location,
        "run `sam build` and use its template, name a local folder or archive, or the ARN of a published version");

    public static Diagnostic UnresolvedLayer(string reference, SourceLocation location) => Warning(
        "SAM0141",
        $"which layer `{reference}` stands for is only known in the cloud; it is left out",
        location,
        "give the ARN of a published version or a local folder with --values or --parameter-overrides");

    public static Diagnostic ContentTooLarge(string function, ContentSize size, SourceLocation location) => Warning(
        "SAM0142",
        size.Sentence(function),
        location,
        ContentSize.Hint);

    private static Diagnostic OfStack(string stack, Diagnostic diagnostic) => diagnostic with { Resource = stack };

    private static Diagnostic Information(string code, string message, SourceLocation location) =>
        new(code, DiagnosticSeverity.Information, message, location);

    private static Diagnostic Warning(string code, string message, SourceLocation location, string? hint = null) =>
        new(code, DiagnosticSeverity.Warning, message, location) { Hint = hint };

    private static Diagnostic Error(string code, string message, SourceLocation location, string? hint = null) =>
        new(code, DiagnosticSeverity.Error, message, location) { Hint = hint };
}
