using System.Collections;

namespace Samlet;

/// <summary>
/// The shell Samlet was started from: its variables and the home folder. Handed to whoever needs it and never read
/// from statics, so that a test brings a shell and a home of its own.
/// </summary>
internal sealed class HostEnvironment
{
    // Windows treats `Path` and `PATH` as one variable.
    private static readonly StringComparer Names =
        OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    private readonly Dictionary<string, string> _variables;

    public HostEnvironment(IEnumerable<KeyValuePair<string, string>> variables, string homeFolder)
    {
        _variables = new Dictionary<string, string>(Names);
        foreach (var (name, value) in variables)
        {
            _variables[name] = value;
        }

        HomeFolder = homeFolder;
    }

    public string HomeFolder { get; }

    public IReadOnlyDictionary<string, string> Variables => _variables;

    /// <summary>The folders of PATH in their order; what is empty or not absolute is left out.</summary>
    public IReadOnlyList<string> SearchPath =>
        [.. (Find("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathFullyQualified)];

    public static HostEnvironment OfThisProcess()
    {
        var variables = new Dictionary<string, string>(Names);
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            variables[(string)entry.Key] = (string?)entry.Value ?? "";
        }

        return new HostEnvironment(variables, HomeOf(variables));
    }

    /// <summary>The value, which may be empty; null when the variable is not set.</summary>
    public string? Find(string name) => _variables.GetValueOrDefault(name);

    /// <summary>The value; null when the variable is not set or empty.</summary>
    public string? FindText(string name) => Find(name) is { Length: > 0 } value ? value : null;

    /// <summary>A path, a leading `~` being the home folder; null when the variable is not set or empty.</summary>
    public string? FindPath(string name) => FindText(name) switch
    {
        ['~'] => HomeFolder,
        ['~', '/' or '\\', .. var rest] => Path.Join(HomeFolder, rest),
        var path => path,
    };

    private static string HomeOf(Dictionary<string, string> variables) =>
        variables.GetValueOrDefault(OperatingSystem.IsWindows() ? "USERPROFILE" : "HOME") is { Length: > 0 } home
            ? home
            : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
}
