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
            : new SessionCredentials(await FetchAsync(method, EndpointsOf(profile), cancellationToken));
    }

    private SessionCredentials WithoutCredentials(Profile profile) => choice.IsExplicit
        ? Placeholder($"profile `{profile.Name}` has no credentials", $"run `aws configure --profile {profile.Name}`")
        : new SessionCredentials(AwsCredentials.Placeholder);

    private static SessionCredentials Placeholder(string reason, string? hint) =>
        new(AwsCredentials.Placeholder, new Warning($"{reason}; the function gets placeholder credentials", hint));

    private async Task<AwsCredentials> FetchAsync(
        CredentialMethod method, AwsEndpoints endpoints, CancellationToken cancellationToken)
    {
        switch (method)
        {
            case CredentialMethod.Keys(var keys):
                return keys;
            case CredentialMethod.Command command:
                return await new ProcessCredentials(host).RunAsync(command, cancellationToken);
            case CredentialMethod.Login login:
                return new LoginCredentials(host, time).Find(login);
            case CredentialMethod.SingleSignOn signOn:
                return CliCache().Find(signOn)
                    ?? await new SingleSignOnCredentials(endpoints, host, time).FetchAsync(signOn, cancellationToken);
            case CredentialMethod.WebIdentity identity:
                return await Roles(endpoints).AssumeAsync(identity, cancellationToken);
            case CredentialMethod.Role role:
                return CliCache().Find(role) ?? await AssumeAsync(role, endpoints, cancellationToken);
            default:
                throw new UnreachableException();
        }
    }

    private async Task<AwsCredentials> AssumeAsync(
        CredentialMethod.Role role, AwsEndpoints endpoints, CancellationToken cancellationToken)
    {
        if (role.MfaSerial is not null)
        {
            throw new UserErrorException(
                $"profile `{role.ProfileName}` asks for a code of `{role.MfaSerial}`, and Samlet cannot ask you for it",
                $"run `aws sts get-caller-identity --profile {role.ProfileName}` first; its session is used then");
        }

        var source = await FetchAsync(role.Source, endpoints, cancellationToken);
        return await Roles(endpoints).AssumeAsync(role, source, cancellationToken);
    }

    private CliCache CliCache() => new(host.HomeFolder, time);

    private RoleCredentials Roles(AwsEndpoints endpoints) => new(endpoints, region, time);

    private AwsEndpoints EndpointsOf(Profile profile) => new(host, choice.Config, profile, time);
}
