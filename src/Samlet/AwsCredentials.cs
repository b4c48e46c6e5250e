using System.Text;

namespace Samlet;

/// <summary>
/// One set of AWS credentials. `SessionToken` is empty for keys that last; temporary ones carry their end.
/// </summary>
internal sealed record AwsCredentials(string AccessKeyId, string SecretAccessKey, string SessionToken)
{
    /// <summary>
    /// What a function gets when the machine has no credentials, the values that `sam local` gives it.
    /// </summary>
    public static readonly AwsCredentials Placeholder = new("defaultkey", "defaultsecret", "");

    public DateTimeOffset? Expiration { get; init; }

    // A record prints its members; secrets must not reach a log that way.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append("AccessKeyId = ").Append(AccessKeyId);
        return true;
    }
}
