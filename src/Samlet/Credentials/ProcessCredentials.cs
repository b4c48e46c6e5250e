using Amazon.Runtime;

namespace Samlet.Credentials;

/// <summary>Credentials that a program of the developer prints: `credential_process` of a profile.</summary>
internal static class ProcessCredentials
{
    public static async Task<AwsCredentials> RunAsync(string commandLine, Profile profile, CancellationToken cancellationToken)
    {
        using var process = new ProcessAWSCredentials(commandLine);
        try
        {
            var state = await process.DetermineProcessCredentialAsync().WaitAsync(cancellationToken);
            var keys = state.Credentials;
            return new AwsCredentials(keys.AccessKey, keys.SecretKey, keys.Token ?? "")
            {
                Expiration = state.Expiration == DateTime.MaxValue ? null : new DateTimeOffset(state.Expiration),
            };
        }
        catch (ProcessAWSCredentialException error)
        {
            throw new UserErrorException(
                $"`credential_process` of profile `{profile.Name}` gives no credentials: {AwsFault.Describe(error)}",
                "run the command of that setting by hand to see what it prints",
                error);
        }
    }
}
