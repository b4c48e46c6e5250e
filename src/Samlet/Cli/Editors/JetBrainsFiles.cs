using System.Security;

namespace Samlet.Cli.Editors;

/// <summary>
/// `.run/*.run.xml`, which all editors of JetBrains read: for every function a configuration that starts the invocation
/// and, where they have one for the language, another that attaches.
/// </summary>
internal static class JetBrainsFiles
{
    public static IReadOnlyList<EditorFile> Of(IReadOnlyList<DebugTarget> targets) =>
        [.. targets.SelectMany(FilesOf)];

    /// <summary>Whether a run configuration can attach; otherwise a person does it in the menu Run.</summary>
    public static bool CanAttach(DebugLanguage language) =>
        language is DebugLanguage.Nodejs or DebugLanguage.Java or DebugLanguage.Go;

    private static IEnumerable<EditorFile> FilesOf(DebugTarget target)
    {
        yield return File($"Samlet {target.Function}", "type=\"ShConfigurationType\"", Start(target));
        if (CanAttach(target.Language))
        {
            var (attributes, options) = Attach(target);
            yield return File($"Samlet {target.Function} (attach)", attributes, options);
        }
    }

    private static EditorFile File(string name, string attributes, string options) => new(
        $".run/{name.Replace('/', '_')}.run.xml",
        $"""
        <component name="ProjectRunConfigurationManager">
          <configuration default="false" name="{SecurityElement.Escape(name)}" {attributes}>
            {options.ReplaceLineEndings("\n    ")}
            <method v="2" />
          </configuration>
        </component>

        """);

    private static string Start(DebugTarget target) => $"""
        <option name="SCRIPT_TEXT" value="{SecurityElement.Escape(string.Join(' ', target.Command.Select(Quoted)))}" />
        <option name="SCRIPT_WORKING_DIRECTORY" value="$PROJECT_DIR$" />
        <option name="INDEPENDENT_SCRIPT_WORKING_DIRECTORY" value="true" />
        <option name="EXECUTE_IN_TERMINAL" value="false" />
        <option name="EXECUTE_SCRIPT_FILE" value="false" />
        """;

    private static (string Attributes, string Options) Attach(DebugTarget target) => target.Language switch
    {
        DebugLanguage.Nodejs => (
            $"type=\"ChromiumRemoteDebugType\" factoryName=\"Chromium Remote\" host=\"127.0.0.1\" port=\"{target.Port}\"",
            "<option name=\"restartOnDisconnect\" value=\"false\" />"),
        DebugLanguage.Go => (
            $"type=\"GoRemoteDebugConfigurationType\" factoryName=\"Go Remote\" host=\"127.0.0.1\" port=\"{target.Port}\"",
            "<option name=\"disconnectOption\" value=\"STOP\" />"),
        _ => (
            "type=\"Remote\"",
            $"""
            <option name="USE_SOCKET_TRANSPORT" value="true" />
            <option name="SERVER_MODE" value="false" />
            <option name="HOST" value="127.0.0.1" />
            <option name="PORT" value="{target.Port}" />
            <option name="AUTO_RESTART" value="false" />
            """),
    };

    private static string Quoted(string word) =>
        word.All(static letter => char.IsAsciiLetterOrDigit(letter) || "-_./:=@".Contains(letter))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
