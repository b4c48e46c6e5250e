namespace Samlet.Templates;

/// <summary>Every diagnostic about a template as such, a method per code; docs/diagnostics.md lists them.</summary>
internal static class TemplateDiagnostics
{
    public static Diagnostic UnknownReference(string name, SourceLocation location, IEnumerable<string> known) =>
        Warning("SAM0001", $"`{name}` is neither a parameter nor a resource", location, NearestWord.Hint(name, known));

    public static Diagnostic Malformed(string function, string expected, SourceLocation location) =>
        Warning("SAM0002", $"`{function}` needs {expected}", location);

    public static Diagnostic UnknownFunction(string function, SourceLocation location, IEnumerable<string> known) =>
        Warning("SAM0003", $"`{function}` is no intrinsic function", location, NearestWord.Hint(function, known));

    public static Diagnostic DuplicateKey(string key, SourceLocation first, SourceLocation location) =>
        Warning("SAM0004", $"key `{key}` stands here again (first in line {first.Line}); this one counts", location);

    public static Diagnostic KeyNotText(SourceLocation location) =>
        Warning("SAM0005", "a key that is no text is ignored", location);

    public static Diagnostic MergeNotMap(SourceLocation location) =>
        Warning("SAM0006", "`<<` merges mappings only; this value is ignored", location);

    public static Diagnostic SecondDocument(SourceLocation location) =>
        Warning("SAM0007", "only the first YAML document of a file is read", location);

    public static Diagnostic BrokenText(SourceLocation location) =>
        Warning("SAM0008", "this text is not valid Unicode", location);

    public static Diagnostic UnknownSection(string section, SourceLocation location, IEnumerable<string> known) =>
        Warning(
            "SAM0009", $"`{section}` is no section of a template and is ignored", location, NearestWord.Hint(section, known));

    public static Diagnostic NotMap(string what, SourceLocation location) =>
        Warning("SAM0010", $"{what} must be a mapping; it is ignored", location);

    public static Diagnostic NoResources(SourceLocation location) =>
        Error("SAM0011", "'Resources' section is required", location, "a template needs at least one resource");

    public static Diagnostic ResourceWithoutType(string resource, SourceLocation location) =>
        Error("SAM0012", $"resource `{resource}` has no Type", location) with { Resource = resource };

    public static Diagnostic UnknownCondition(string name, SourceLocation location, IEnumerable<string> known) =>
        Warning("SAM0013", $"there is no condition `{name}`; it is taken as true", location, NearestWord.Hint(
            name, known));

    public static Diagnostic Circular(string what, SourceLocation location) =>
        Error("SAM0014", $"{what} depends on itself", location);

    public static Diagnostic NoMapEntry(
        IReadOnlyList<string> path, string missing, SourceLocation location, IEnumerable<string> known) => Warning(
        "SAM0015",
        $"Mappings has no entry `{string.Join('.', path)}`",
        location,
        NearestWord.Hint(missing, known));

    public static Diagnostic SelectOutOfRange(string index, int count, SourceLocation location) =>
        Warning("SAM0016", $"`Fn::Select` has no item {index}: the list has {count}", location);

    public static Diagnostic ParameterWithoutValue(string name, SourceLocation location) =>
        Warning("SAM0017", $"parameter `{name}` has no value", location, $"pass --parameter-overrides {name}=…");

    public static Diagnostic ParameterValueRefused(string name, string why, SourceLocation location) =>
        Warning("SAM0018", $"the service would refuse the value of parameter `{name}`: {why}", location);

    public static Diagnostic UnknownOverride(string name, SourceLocation location, IEnumerable<string> known) =>
        Warning(
            "SAM0019",
            $"the template has no parameter `{name}`; its override is ignored",
            location,
            NearestWord.Hint(name, known));

    public static Diagnostic Placeholder(string what, string placeholder, SourceLocation location) => Warning(
        "SAM0020",
        $"{what} is known only in the cloud; `{placeholder}` stands in for it",
        location,
        "tell it with --values");

    public static Diagnostic UnknownAttribute(
        (string Type, string Name, string Placeholder) attribute, SourceLocation location, IEnumerable<string> known) =>
        Warning(
            "SAM0021",
            $"no attribute `{attribute.Name}` of {attribute.Type} is known; `{attribute.Placeholder}` stands in for it",
            location,
            NearestWord.Hint(attribute.Name, known));

    public static Diagnostic TooLong(string function, int most, SourceLocation location) =>
        Error("SAM0022", $"`{function}` makes more than {most} characters or values", location);

    public static Diagnostic NeedsLanguageExtensions(string function, SourceLocation location) => Warning(
        "SAM0023",
        $"`{function}` works only where `Transform` names AWS::LanguageExtensions",
        location,
        "add `AWS::LanguageExtensions` to `Transform`, before AWS::Serverless-2016-10-31");

    public static Diagnostic UnknownMacro(string name, SourceLocation location) =>
        Warning("SAM0024", $"macro `{name}` runs only in the cloud; what it would make is missing", location);

    public static Diagnostic IncludeElsewhere(string place, SourceLocation location) => Warning(
        "SAM0025",
        $"`{place}` is not on this machine; what it holds is missing",
        location,
        "name a local file as `Location`");

    public static Diagnostic IncludeFailed(string file, string why, SourceLocation location) =>
        Error("SAM0026", $"cannot include `{file}`: {why}", location);

    public static Diagnostic IncludeTooLarge(string file, SourceLocation location) =>
        Error("SAM0027", $"`{file}` is included without end, or too much is included", location);

    public static Diagnostic UnknownDynamicReference(string reference, SourceLocation location) => Warning(
        "SAM0028",
        $"`{{{{resolve:{reference}}}}}` names no known service",
        location,
        "the services are `ssm`, `ssm-secure` and `secretsmanager`");

    public static Diagnostic UnknownResourceKey(string key, SourceLocation location, IEnumerable<string> known) =>
        Warning("SAM0029", $"a resource has no `{key}`; it is ignored", location, NearestWord.Hint(key, known));

    public static Diagnostic UnknownGlobal(string name, SourceLocation location, IEnumerable<string> known) =>
        Warning("SAM0030", $"the service refuses `{name}` in Globals", location, NearestWord.Hint(name, known));

    public static Diagnostic NotJson(string why, SourceLocation location) =>
        Warning("SAM0031", $"this is no valid JSON and was read as YAML ({why})", location);

    private static Diagnostic Warning(string code, string message, SourceLocation location, string? hint = null) =>
        new(code, DiagnosticSeverity.Warning, message, location) { Hint = hint };

    private static Diagnostic Error(string code, string message, SourceLocation location, string? hint = null) =>
        new(code, DiagnosticSeverity.Error, message, location) { Hint = hint };
}
