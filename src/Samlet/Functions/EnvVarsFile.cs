using System.Text;
using System.Text.Json;

namespace Samlet.Functions;

/// <summary>The variables under one top-level name of the file, in its order; values are text.</summary>
internal sealed record EnvVarsBlock(string Name, IReadOnlyList<KeyValuePair<string, string>> Variables);

/// <summary>
/// A file of environment variables: JSON, an object for each function and one called `Parameters` for all of them, or a
/// `.env` file, which is one `Parameters` block.
/// </summary>
internal sealed record EnvVarsFile
{
    public const string ForAll = "Parameters";

    /// <summary>The path as the person gave it.</summary>
    public required string Path { get; init; }

    public IReadOnlyList<EnvVarsBlock> Blocks { get; init; } = [];

    public IReadOnlyList<Warning> Warnings { get; init; } = [];

    /// <summary>For `--env-vars`. Throws for a file that is not there, cannot be read or has another shape.</summary>
    public static EnvVarsFile Read(string path, HostEnvironment host)
    {
        var text = ReadText(path);
        return IsJson(path, text)
            ? new EnvVarsFile { Path = path, Blocks = new EnvVarsJson(path, text).ReadBlocks() }
            : ReadDotEnv(path, text, host);
    }

    /// <summary>For `--container-env-vars`, which may also be flat: `{"NAME": "value"}`. Later values win.</summary>
    public static EnvVarsFile ReadFlat(string path, HostEnvironment host)
    {
        var text = ReadText(path);
        return IsJson(path, text)
            ? new EnvVarsFile { Path = path, Blocks = new EnvVarsJson(path, text) { MayBeFlat = true }.ReadBlocks() }
            : ReadDotEnv(path, text, host);
    }

    /// <summary>
    /// The block of the function, the first that is not empty of those under its logical id, function id, name and
    /// path; null when it has none.
    /// </summary>
    public EnvVarsBlock? FindFor(Function function) =>
        FindFilled(function.LogicalId)
        ?? FindFilled(function.FunctionId)
        ?? FindFilled(function.Name)
        ?? FindFilled(function.Path);

    public EnvVarsBlock? Find(string name)
    {
        foreach (var block in Blocks)
        {
            if (block.Name == name)
            {
                return block;
            }
        }

        return null;
    }

    /// <summary>One warning for each block that is meant for a function the templates do not have.</summary>
    public IEnumerable<Warning> FindUnknown(FunctionSet functions)
    {
        var names = NamesOf(functions);
        foreach (var block in Blocks)
        {
            if (block.Name != ForAll && !names.Contains(block.Name))
            {
                yield return new Warning(
                    $"`{block.Name}` in `{Path}` is no function of the template; its variables are not set",
                    NearestWord.Hint(block.Name, names)
                        ?? $"name a function by its logical id, or use `{ForAll}` for all of them");
            }
        }
    }

    private static HashSet<string> NamesOf(FunctionSet functions)
    {
        HashSet<string> names = [];
        foreach (var entry in functions.Entries)
        {
            names.UnionWith([entry.LogicalId, entry.FunctionId, FunctionReader.NameOf(entry), entry.Path]);
        }

        return names;
    }

    private EnvVarsBlock? FindFilled(string name) => Find(name) is { Variables.Count: > 0 } block ? block : null;

    private static string ReadText(string path)
    {
        try
        {
            using var reader = new StreamReader(path, new UTF8Encoding(false, throwOnInvalidBytes: true));
            return reader.ReadToEnd();
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserErrorException(
                $"there is no file `{path}`", "name an existing file of environment variables", error)
            {
                ExitCode = ExitCode.Usage,
            };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw new UserErrorException(
                $"cannot read environment variables from `{path}`: {error.Message}",
                "it must be a text file in UTF-8",
                error);
        }
    }

    /// <summary>
    /// JSON when it says so or begins so, and when all of it is JSON (`null` and other single values).
    /// </summary>
    private static bool IsJson(string path, string text) =>
        text.AsSpan().TrimStart() is ['{' or '[', ..]
        || path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
        || IsWholeJson(text);

    private static bool IsWholeJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static EnvVarsFile ReadDotEnv(string path, string text, HostEnvironment host)
    {
        var reader = new DotEnvReader(text, host);
        var variables = reader.Read();
        var isUnreadable = variables.Count == 0 && (reader.BadLines.Count > 0 || string.IsNullOrWhiteSpace(text));
        return isUnreadable
            ? throw new UserErrorException(
                $"there are no environment variables in `{path}`", $"{EnvVarsJson.Shape}, or lines as `NAME=VALUE`")
            : new EnvVarsFile
            {
                Path = path,
                Blocks = [new EnvVarsBlock(ForAll, variables)],
                Warnings = [.. reader.BadLines.Select(
                    line => new Warning($"{path}:{line}: not `NAME=VALUE`; it is left out"))],
            };
    }
}
