using System.Globalization;
using Amazon.SecurityToken.Model;

namespace Samlet.Credentials;

/// <summary>Credentials of roles, from the Security Token Service.</summary>
internal sealed class RoleCredentials(AwsClients clients, Profile profile, TimeProvider time)
{
    public async Task<AwsCredentials> AssumeAsync(
        CredentialMethod.Role role, AwsCredentials source, CancellationToken cancellationToken)
    {
        var request = new AssumeRoleRequest
        {
            RoleArn = role.Arn,
            RoleSessionName = role.SessionName ?? NewSessionName(),
            ExternalId = role.ExternalId,
            DurationSeconds = role.DurationSeconds,
        };
        using var sts = clients.Sts(source);
        return await AskAsync(role.Arn, async () => (await sts.AssumeRoleAsync(request, cancellationToken)).Credentials);
    }

    public async Task<AwsCredentials> AssumeAsync(CredentialMethod.WebIdentity identity, CancellationToken cancellationToken)
    {
        var request = new AssumeRoleWithWebIdentityRequest
        {
            RoleArn = identity.RoleArn,
            RoleSessionName = identity.SessionName ?? NewSessionName(),
            WebIdentityToken = await ReadTokenAsync(identity.TokenFile, cancellationToken),
        };
        using var sts = clients.Sts(credentials: null);
        return await AskAsync(
            identity.RoleArn, async () => (await sts.AssumeRoleWithWebIdentityAsync(request, cancellationToken)).Credentials);
    }

    private async Task<AwsCredentials> AskAsync(string arn, Func<Task<Amazon.SecurityToken.Model.Credentials>> ask)
    {
        try
        {
            var answer = await ask();
            return new AwsCredentials(answer.AccessKeyId, answer.SecretAccessKey, answer.SessionToken)
            {
                Expiration = answer.Expiration is { } end ? new DateTimeOffset(end.ToUniversalTime()) : null,
            };
        }
        catch (Exception error) when (AwsFault.IsOne(error))
        {
            throw new UserErrorException(
                $"profile `{profile.Name}` cannot assume `{arn}`: {AwsFault.Describe(error)}",
                $"`aws sts get-caller-identity --profile {profile.Name}` shows whether AWS accepts the profile",
                error);
        }
    }

    private async Task<string> ReadTokenAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return (await File.ReadAllTextAsync(path, cancellationToken)).Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException(
                $"cannot read `{path}`, the `web_identity_token_file` of profile `{profile.Name}`", "whoever issues the token writes that file", error);
        }
    }

    private string NewSessionName() =>
        string.Create(CultureInfo.InvariantCulture, $"samlet-{time.GetUtcNow().ToUnixTimeMilliseconds()}");
}
