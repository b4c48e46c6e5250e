namespace Samlet.Runtimes;

/// <summary>What Ruby's start needs beside the bootstrap; `bootstrap.rb` says what it means.</summary>
internal static class RubyCommand
{
    /// <summary>
    /// RubyGems takes four fifths of the interpreter's start, so the bootstrap loads it when something needs it. What
    /// RUBYOPT requires comes before the bootstrap and may need it at once.
    /// </summary>
    public static IReadOnlyList<string> FlagsFor(List<KeyValuePair<string, string>> variables) =>
        Has(variables, "RUBYOPT") ? [] : ["--disable-gems"];

    /// <summary>
    /// Ruby takes the encoding of all text from the locale. Lambda's need not be installed on a computer with Linux.
    /// </summary>
    public static IEnumerable<KeyValuePair<string, string>> LocaleFor(List<KeyValuePair<string, string>> variables) =>
        OperatingSystem.IsLinux() && !Has(variables, "LC_ALL") && !Has(variables, "LC_CTYPE")
            ? [new("LC_CTYPE", "C.UTF-8"), new("_SAMLET_OWN_LOCALE", "1")]
            : [];

    private static bool Has(List<KeyValuePair<string, string>> variables, string name) =>
        variables.Exists(pair => pair.Key == name && pair.Value.Length > 0);
}
