using Amazon.SSO.Model;
using Amazon.SSOOIDC.Model;

namespace Samlet.Credentials;

/// <summary>
/// Credentials of a role in IAM Identity Center, for the token that `aws sso login` got. A token that has run out is
/// renewed where the file allows it, for this run only.
/// </summary>
internal sealed class SingleSignOnCredentials(AwsClients clients, Profile profile, SsoTokenStore tokens, TimeProvider time)
{
    // The access token lives an hour and is renewed by the AWS CLI in its last quarter; Samlet takes it to the last minute.
    private static readonly TimeSpan _margin = TimeSpan.FromMinutes(1);

    public async Task<AwsCredentials> FetchAsync(CredentialMethod.SingleSignOn signOn, CancellationToken cancellationToken)
    {
        var token = tokens.Find(signOn.Session ?? signOn.StartUrl) ?? throw SignedOut("is not signed on", inner: null);
        var accessToken = IsOver(token.Expiration)
            ? await RenewAsync(token, signOn, cancellationToken)
            : token.AccessToken;
        return await AskAsync(signOn, accessToken, cancellationToken);
    }

    private async Task<AwsCredentials> AskAsync(
        CredentialMethod.SingleSignOn signOn, string accessToken, CancellationToken cancellationToken)
    {
        var request = new GetRoleCredentialsRequest
        {
            AccessToken = accessToken, AccountId = signOn.AccountId, RoleName = signOn.RoleName,
        };
        using var sso = clients.Sso(signOn.Region);
        try
        {
            var answer = (await sso.GetRoleCredentialsAsync(request, cancellationToken)).RoleCredentials;
            return new AwsCredentials(answer.AccessKeyId, answer.SecretAccessKey, answer.SessionToken)
            {
                Expiration = answer.Expiration is { } end ? DateTimeOffset.FromUnixTimeMilliseconds(end) : null,
            };
        }
        catch (UnauthorizedException error)
        {
            throw SignedOut("has a sign-on that AWS no longer accepts", error);
        }
        catch (Exception error) when (AwsFault.IsOne(error))
        {
            throw new UserErrorException(
                $"profile `{profile.Name}` gets no credentials for role `{signOn.RoleName}` of account {signOn.AccountId}: {AwsFault.Describe(error)}",
                $"`aws sts get-caller-identity --profile {profile.Name}` shows whether AWS accepts the profile",
                error);
        }
    }

    private async Task<string> RenewAsync(
        SsoToken token, CredentialMethod.SingleSignOn signOn, CancellationToken cancellationToken)
    {
        if (token is not { RefreshToken: not null, ClientId: not null, ClientSecret: not null } || IsOver(token.RegistrationExpiration))
        {
            throw SignedOut("has a sign-on that has run out", inner: null);
        }

        var request = new CreateTokenRequest
        {
            GrantType = "refresh_token",
            RefreshToken = token.RefreshToken,
            ClientId = token.ClientId,
            ClientSecret = token.ClientSecret,
        };
        using var oidc = clients.SsoOidc(signOn.Region);
        try
        {
            return (await oidc.CreateTokenAsync(request, cancellationToken)).AccessToken;
        }
        catch (Exception error) when (AwsFault.IsOne(error))
        {
            throw SignedOut($"has a sign-on that has run out and cannot be renewed: {AwsFault.Describe(error)}", error);
        }
    }

    private bool IsOver(DateTimeOffset? end) => end is null || end - _margin <= time.GetUtcNow();

    private UserErrorException SignedOut(string fault, Exception? inner) =>
        new($"profile `{profile.Name}` {fault}", $"run `aws sso login --profile {profile.Name}`", inner);
}
