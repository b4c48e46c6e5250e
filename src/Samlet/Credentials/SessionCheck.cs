namespace Samlet.Credentials;

/// <summary>Where region and credentials of functions come from. Nobody is asked, and no value is told.</summary>
internal static class SessionCheck
{
    private const string Id = "credentials";

    public static IReadOnlyList<CheckResult> Run(HostEnvironment host, TimeProvider time)
    {
        try
        {
            var choice = ProfileChoice.Make(host, option: null);
            var region = $"region `{AwsSession.Open(host, profile: null, region: null, time).Region}`";
            return [CheckResult.Ok(Id, $"{SourceOf(choice, host)}; {region}")];
        }
        catch (UserErrorException fault)
        {
            return [CheckResult.Fail(Id, fault.Message, fault.Hint)];
        }
    }

    private static string SourceOf(ProfileChoice choice, HostEnvironment host)
    {
        if (choice.UsesShell)
        {
            _ = CredentialMethodReader.KeysOfShell(host);
            return "those of the shell (AWS_ACCESS_KEY_ID)";
        }

        return choice.FindProfile() is { } profile
            && new CredentialMethodReader(host, choice.Config).Read(profile) is { } method
                ? $"profile `{profile.Name}`, {NameOf(method)}"
                : "none, so functions get placeholders that AWS refuses";
    }

    private static string NameOf(CredentialMethod method) => method switch
    {
        CredentialMethod.Keys => "keys in the shared files",
        CredentialMethod.Role role => $"role `{role.Arn}`",
        CredentialMethod.WebIdentity identity => $"role `{identity.RoleArn}` by web identity",
        CredentialMethod.SingleSignOn signOn => $"IAM Identity Center at `{signOn.StartUrl}`",
        CredentialMethod.Login => "`aws login`",
        _ => "`credential_process`",
    };
}
