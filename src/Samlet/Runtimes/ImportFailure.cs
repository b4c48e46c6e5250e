using Samlet.Functions;

namespace Samlet.Runtimes;

/// <summary>An error object that says that a module or package was not found.</summary>
internal sealed record ImportFailure(RuntimeFamily Family, string Name)
{
    /// <summary>
    /// What was asked for, as the language names it: `@aws-sdk/client-s3`, `google.cloud`, `./lib/db`.
    /// </summary>
    public string Name { get; } = Name;

    /// <summary>The package to install: without the path within it.</summary>
    public string Package => Family switch
    {
        RuntimeFamily.Node => NodePackage(Name),
        RuntimeFamily.Python => Name.Split('.')[0],
        _ => Name,
    };

    /// <summary>A file of the function itself, which no package brings.</summary>
    public bool IsFile => Name is ['.' or '/', ..];

    /// <summary>The module of a handler: up to the last dot for Python, else up to the file name's first dot.</summary>
    public static string ModuleOf(RuntimeFamily family, string? handler)
    {
        var text = handler ?? "";
        var dot = family == RuntimeFamily.Python ? text.LastIndexOf('.') : text.IndexOf('.', text.LastIndexOf('/') + 1);
        return dot < 0 ? text : text[..dot];
    }

    /// <summary>What is missing is the handler's own module, or for Python something in the same package.</summary>
    public bool IsHandlerOf(Function function)
    {
        if (Family == RuntimeFamily.Java)
        {
            return Name == (function.Handler ?? "").Split("::")[0];
        }

        var module = ModuleOf(Family, function.Handler);
        return Family == RuntimeFamily.Python
            ? Package == module.Split('.', '/')[0]
            : Path.GetFileName(Name) == Path.GetFileName(module);
    }

    /// <summary>Null for every other error, and where the object cannot be read.</summary>
    public static ImportFailure? Read(RuntimeFamily family, ReadOnlyMemory<byte> errorObject) =>
        ErrorObject.Read(errorObject) is (var type, { } message)
        && MissingName(family, type ?? "", message) is { Length: > 0 } name
            ? new ImportFailure(family, name)
            : null;

    /// <summary>
    /// Node reports an ES module's failure under the plain name `Error`, so that only the words tell; the errors of
    /// Python, Ruby and Java keep their types.
    /// </summary>
    private static string? MissingName(RuntimeFamily family, string type, string message) => family switch
    {
        RuntimeFamily.Node =>
            Between(message, "Cannot find module '", "'") ?? Between(message, "Cannot find package '", "'"),
        RuntimeFamily.Python when type is "Runtime.ImportModuleError" or "ModuleNotFoundError" =>
            Between(message, "No module named '", "'"),
        RuntimeFamily.Ruby when type.Contains("LoadError", StringComparison.Ordinal) =>
            Between(message, "cannot load such file -- ", "\n"),
        RuntimeFamily.Java when type is "java.lang.NoClassDefFoundError" or "java.lang.ClassNotFoundException" =>
            JavaClass(message),
        _ => null,
    };

    /// <summary>
    /// `com/foo/Bar`, alone or behind `Error loading class com.foo.Handler: ` or `Class not found: `. A class that is
    /// there and cannot be used has other words about it.
    /// </summary>
    private static string? JavaClass(string message)
    {
        var colon = message.LastIndexOf(": ", StringComparison.Ordinal);
        var name = colon < 0 ? message : message[(colon + 2)..];
        return name.Contains(' ', StringComparison.Ordinal) || name.EndsWith(')') ? null : name.Replace('/', '.');
    }

    private static string? Between(string text, string start, string end)
    {
        var from = text.IndexOf(start, StringComparison.Ordinal);
        if (from < 0)
        {
            return null;
        }

        var rest = text[(from + start.Length)..];
        var to = rest.IndexOf(end, StringComparison.Ordinal);
        return to < 0 ? rest : rest[..to];
    }

    private static string NodePackage(string name)
    {
        var parts = name.Split('/');
        return name is ['@', ..] && parts.Length > 1 ? $"{parts[0]}/{parts[1]}" : parts[0];
    }
}
