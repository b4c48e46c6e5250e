using Samlet.Templates;

namespace Samlet.Cli;

/// <summary>Says what in a configuration file has no effect, and which word was probably meant.</summary>
internal sealed class ConfigFileCheck(ConfigFile file, Reporter reporter)
{
    // Keys of `sam` commands that stand in the global table and mean nothing to a command that runs functions.
    private static readonly string[] KeysOfOtherCommands =
    [
        "base_dir", "build_dir", "build_image", "cache_dir", "cached", "capabilities", "code", "confirm_changeset",
        "dependency_layer", "disable_rollback", "exclude", "fail_on_empty_changeset", "force_upload", "guided",
        "image_repositories", "image_repository", "kms_key_id", "lint", "manifest", "metadata", "name",
        "no_progressbar", "notification_arns", "on_failure", "output", "output_template_file", "parallel",
        "resolve_image_repos", "resolve_s3", "resource", "resource_id", "role_arn", "s3_bucket", "s3_prefix",
        "signing_profiles", "stack_name", "tags", "use_container", "use_json", "watch",
    ];

    /// <summary>`environment` is the one asked for by name, or null.</summary>
    public void Check(ConfigFileValues values, CommandDefinition command, string? environment)
    {
        if (file.Root.Entries.Count == 0)
        {
            return;
        }

        CheckVersion();
        CheckEnvironment(environment);
        string[] known = [.. command.AllOptions.SelectMany(option => option.ConfigurationKeys)];
        foreach (var entry in values.Own.Entries)
        {
            CheckKey(entry, known, isGlobal: false);
        }

        foreach (var entry in values.Global.Entries)
        {
            CheckKey(entry, known, isGlobal: true);
        }
    }

    private void CheckVersion()
    {
        const string Version = "0.1";
        if (file.Root.FindEntry("version") is not { } entry)
        {
            reporter.Warning($"`{file.Name}` has no `version`; it is read as `version = {Version}`");
        }
        else if (entry.Value.AsText() != Version)
        {
            reporter.Warning($"{entry.Value.Location}: `version` is not {Version}; the file is read as if it were");
        }
    }

    private void CheckEnvironment(string? environment)
    {
        if (environment is null || file.Root.Find(environment) is not null)
        {
            return;
        }

        var tables = file.Root.Entries.Where(entry => entry.Value is TemplateValue.Map).Select(entry => entry.Key);
        reporter.Warning($"`{file.Name}` has no environment `{environment}`");
        reporter.Hint($"it has {string.Join(", ", tables.Select(table => $"`{table}`").DefaultIfEmpty("none"))}");
    }

    private void CheckKey(MapEntry entry, string[] known, bool isGlobal)
    {
        if (known.Contains(entry.Key) || (isGlobal && KeysOfOtherCommands.Contains(entry.Key)))
        {
            return;
        }

        var nearest = NearestWord.Find(entry.Key.Replace('-', '_'), known);
        if (nearest is not null || !isGlobal)
        {
            reporter.Warning($"{entry.KeyLocation}: there is no option `{entry.Key}`; it has no effect");
            reporter.Hint(nearest is null ? null : $"did you mean `{nearest}`?");
        }
    }
}
