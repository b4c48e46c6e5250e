using System.Globalization;

namespace Samlet.Credentials;

/// <summary>
/// Finds the method of a profile. A profile with several takes the first of: role, web identity, single sign-on, keys
/// in the credentials file, `aws login`, process, keys in the config file, as the AWS CLI does.
/// </summary>
internal sealed class CredentialMethodReader(HostEnvironment host, SharedConfig config)
{
    /// <summary>
    /// Null when the profile has no credentials. What is half configured is a <see cref="UserErrorException"/>.
    /// </summary>
    public CredentialMethod? Read(Profile profile) => Read(profile, []);

    /// <summary>The keys in the shell's variables, or null.</summary>
    public static AwsCredentials? KeysOfShell(HostEnvironment host)
    {
        if (host.FindText("AWS_ACCESS_KEY_ID") is not { } id)
        {
            return null;
        }

        var secret = host.FindText("AWS_SECRET_ACCESS_KEY") ?? throw new UserErrorException(
            "`AWS_ACCESS_KEY_ID` is set and `AWS_SECRET_ACCESS_KEY` is not", "set both, or neither");
        return new AwsCredentials(id, secret, host.Find("AWS_SESSION_TOKEN") ?? "");
    }

    private CredentialMethod? Read(Profile profile, HashSet<string> visited)
    {
        visited.Add(profile.Name);
        var method = ReadRole(profile, visited)
            ?? ReadSingleSignOn(profile)
            ?? Keys(profile.KeysOfCredentialsFile)
            ?? ReadProgram(profile)
            ?? Keys(profile.KeysOfConfigFile);
        return method is null ? null : method with { ProfileName = profile.Name };
    }

    private static CredentialMethod? ReadProgram(Profile profile) =>
        profile.Find("login_session") is { } session ? new CredentialMethod.Login(session)
        : profile.Find("credential_process") is { } line ? new CredentialMethod.Command(line)
        : null;

    private static CredentialMethod.Keys? Keys(AwsCredentials? credentials) =>
        credentials is null ? null : new CredentialMethod.Keys(credentials);

    private CredentialMethod? ReadRole(Profile profile, HashSet<string> visited)
    {
        if (profile.Find("role_arn") is not { } arn)
        {
            return null;
        }

        return profile.Find("web_identity_token_file") is { } file
            ? new CredentialMethod.WebIdentity(arn, file, profile.Find("role_session_name"))
            : new CredentialMethod.Role(arn, SourceOf(profile, visited))
            {
                ExternalId = profile.Find("external_id"),
                SessionName = profile.Find("role_session_name"),
                DurationSeconds = int.TryParse(
                    profile.Find("duration_seconds"), CultureInfo.InvariantCulture, out var seconds) ? seconds : null,
                MfaSerial = profile.Find("mfa_serial"),
            };
    }

    private CredentialMethod SourceOf(Profile profile, HashSet<string> visited) =>
        (profile.Find("source_profile"), profile.Find("credential_source")) switch
        {
            ({ } source, null) => SourceProfile(profile, source, visited),
            (null, { } source) => SourceNamed(profile, source),
            (null, null) => throw new UserErrorException(
                $"profile `{profile.Name}` has a `role_arn` and no `source_profile`", "name the profile whose keys may assume the role"),
            _ => throw new UserErrorException(
                $"profile `{profile.Name}` has both `source_profile` and `credential_source`", "leave one of them out"),
        };

    private CredentialMethod SourceProfile(Profile profile, string name, HashSet<string> visited)
    {
        // A profile may name itself: then its own keys assume its role.
        if (name == profile.Name)
        {
            return Keys(profile.KeysOfCredentialsFile ?? profile.KeysOfConfigFile) ?? throw EndlessSource(profile);
        }

        var source = config.Find(name) ?? throw new UserErrorException(
            $"`source_profile` of profile `{profile.Name}` is `{name}`, which does not exist", ProfileNotFound.HintFor(name, config));
        if (visited.Contains(name))
        {
            throw EndlessSource(profile);
        }

        return Read(source, visited) ?? throw new UserErrorException(
            $"profile `{name}`, the `source_profile` of `{profile.Name}`, has no credentials", $"run `aws configure --profile {name}`");
    }

    private static UserErrorException EndlessSource(Profile profile) =>
        new(
            $"`source_profile` of profile `{profile.Name}` leads back to itself",
            "name a profile that has keys of its own");

    private CredentialMethod.Keys SourceNamed(Profile profile, string source) => source switch
    {
        "Environment" => Keys(KeysOfShell(host)) ?? throw new UserErrorException(
            $"profile `{profile.Name}` takes its keys from the shell, which has none", "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"),
        "Ec2InstanceMetadata" or "EcsContainer" => throw new UserErrorException(
            $"profile `{profile.Name}` takes its keys from `{source}`, which Samlet never asks", "use `source_profile`, or `credential_source = Environment`"),
        _ => throw new UserErrorException(
            $"`credential_source` of profile `{profile.Name}` is `{source}`", "it may be `Environment`, `Ec2InstanceMetadata` or `EcsContainer`"),
    };

    private CredentialMethod.SingleSignOn? ReadSingleSignOn(Profile profile)
    {
        if (profile.Find("sso_account_id") is null && profile.Find("sso_role_name") is null)
        {
            return null;
        }

        var name = profile.Find("sso_session");
        var session = name is null ? null : config.FindSsoSession(name) ?? throw new UserErrorException(
            $"`sso_session` of profile `{profile.Name}` is `{name}`, and there is no section `[sso-session {name}]`", "run `aws configure sso`");
        return new CredentialMethod.SingleSignOn(
            Required("sso_account_id"),
            Required("sso_role_name"),
            Required("sso_start_url"),
            Required("sso_region"),
            name);

        string Required(string key) =>
            session?.GetValueOrDefault(key) ?? profile.Find(key) ?? throw new UserErrorException(
            $"profile `{profile.Name}` signs on through SSO and has no `{key}`", "run `aws configure sso`");
    }
}
