namespace Samlet.Credentials;

/// <summary>
/// A named profile: what the config file and the credentials file say under its name. The credentials file stands above
/// the config file.
/// </summary>
internal sealed record Profile(
    string Name, IReadOnlyDictionary<string, string> Config, IReadOnlyDictionary<string, string> Credentials)
{
    /// <summary>The setting, or null where it is absent or empty.</summary>
    public string? Find(string key) => Text(Credentials, key) ?? Text(Config, key);

    /// <summary>The keys the credentials file holds for this profile; null when it holds none.</summary>
    public AwsCredentials? KeysOfCredentialsFile => KeysIn(Credentials);

    public AwsCredentials? KeysOfConfigFile => KeysIn(Config);

    private AwsCredentials? KeysIn(IReadOnlyDictionary<string, string> settings)
    {
        if (Text(settings, "aws_access_key_id") is not { } id)
        {
            return null;
        }

        // Either file may hold the second half of a pair.
        var secret = Text(settings, "aws_secret_access_key") ?? Find("aws_secret_access_key")
            ?? throw new UserErrorException(
            $"profile `{Name}` has an `aws_access_key_id` and no `aws_secret_access_key`", $"run `aws configure --profile {Name}`");
        return new AwsCredentials(id, secret, Text(settings, "aws_session_token") ?? "");
    }

    private static string? Text(IReadOnlyDictionary<string, string> settings, string key) =>
        settings.GetValueOrDefault(key) is { Length: > 0 } value ? value : null;
}
