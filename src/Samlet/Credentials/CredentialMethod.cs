namespace Samlet.Credentials;

/// <summary>How a profile comes by its credentials.</summary>
internal abstract record CredentialMethod
{
    private CredentialMethod()
    {
    }

    /// <summary>The profile that says so; it need not be the chosen one, since roles take others as source.</summary>
    public string ProfileName { get; init; } = "";

    public sealed record Keys(AwsCredentials Credentials) : CredentialMethod;

    /// <summary>A role that other credentials may assume.</summary>
    public sealed record Role(string Arn, CredentialMethod Source) : CredentialMethod
    {
        public string? ExternalId { get; init; }

        public string? SessionName { get; init; }

        public int? DurationSeconds { get; init; }

        /// <summary>The device whose code AWS asks for; Samlet cannot ask for one.</summary>
        public string? MfaSerial { get; init; }
    }

    /// <summary>A role for whoever holds the token in a file.</summary>
    public sealed record WebIdentity(string RoleArn, string TokenFile, string? SessionName) : CredentialMethod;

    /// <summary>
    /// IAM Identity Center: what `aws sso login` opened. `Session` is null for profiles of the older form.
    /// </summary>
    public sealed record SingleSignOn(
        string AccountId, string RoleName, string StartUrl, string Region, string? Session) : CredentialMethod;

    public sealed record Command(string Line) : CredentialMethod;

    /// <summary>What `aws login` opened for this session.</summary>
    public sealed record Login(string Session) : CredentialMethod;
}
