using System.Diagnostics;

namespace Samlet.Credentials;

/// <summary>Gets credentials by the method of the chosen profile.</summary>
internal sealed class CredentialFetcher(ProfileChoice choice, string region, HostEnvironment host, TimeProvider time)
{
    public async Task<SessionCredentials> FetchAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await FindAsync(cancellationToken);
        }
        catch (UserErrorException error) when (!choice.IsExplicit)
        {
            return Placeholder(error.Message, error.Hint);
        }
    }

    private async Task<SessionCredentials> FindAsync(CancellationToken cancellationToken)
    {
        if (choice.UsesShell)
        {
            return new SessionCredentials(CredentialMethodReader.KeysOfShell(host)!); // The choice has seen the key.
        }

        if (choice.FindProfile() is not { } profile)
        {
            return new SessionCredentials(AwsCredentials.Placeholder);
        }

        var method = new CredentialMethodReader(host, choice.Config).Read(profile);
        return method is null
            ? WithoutCredentials(profile)
            : new SessionCredentials(await FetchAsync(method, profile, cancellationToken));
    }

    private SessionCredentials WithoutCredentials(Profile profile) => choice.IsExplicit
        ? Placeholder($"profile `{profile.Name}` has no credentials", $"run `aws configure --profile {profile.Name}`")
        : new SessionCredentials(AwsCredentials.Placeholder);

    private static SessionCredentials Placeholder(string reason, string? hint) =>
        new(AwsCredentials.Placeholder, new Warning($"{reason}; the function gets placeholder credentials", hint));

    private async Task<AwsCredentials> FetchAsync(
        CredentialMethod method, Profile profile, CancellationToken cancellationToken)
    {
        switch (method)
        {
            case CredentialMethod.Keys(var keys):
                return keys;
            case CredentialMethod.Command(var line):
                return await new ProcessCredentials(host, profile).RunAsync(line, cancellationToken);
            case CredentialMethod.SingleSignOn signOn:
                return CliCache().Find(signOn) ?? await SignOn(profile).FetchAsync(signOn, cancellationToken);
            case CredentialMethod.WebIdentity identity:
                return await Roles(profile).AssumeAsync(identity, cancellationToken);
            case CredentialMethod.Role role:
                return CliCache().Find(role) ?? await AssumeAsync(role, profile, cancellationToken);
            default:
                throw new UnreachableException();
        }
    }

    private async Task<AwsCredentials> AssumeAsync(
        CredentialMethod.Role role, Profile profile, CancellationToken cancellationToken)
    {
        if (role.MfaSerial is not null)
        {
            throw new UserErrorException(
                $"profile `{profile.Name}` asks for a code of the device `{role.MfaSerial}`, and Samlet has no way to ask you",
                $"run `aws sts get-caller-identity --profile {profile.Name}` first; Samlet uses the session that the AWS CLI keeps");
        }

        var source = await FetchAsync(role.Source, profile, cancellationToken);
        return await Roles(profile).AssumeAsync(role, source, cancellationToken);
    }

    private CliCache CliCache() => new(host.HomeFolder, time);

    private RoleCredentials Roles(Profile profile) => new(Endpoints(profile), region, profile, time);

    private SingleSignOnCredentials SignOn(Profile profile) =>
        new(Endpoints(profile), profile, new SsoTokenStore(host.HomeFolder), time);

    private AwsEndpoints Endpoints(Profile profile) => new(host, choice.Config, profile);
}
