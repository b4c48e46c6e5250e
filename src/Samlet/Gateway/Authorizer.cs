namespace Samlet.Gateway;

/// <summary>Who decides whether a request may pass, as the template configures it.</summary>
internal abstract record Authorizer(string Name)
{
    /// <summary>The signature of AWS, under the name that SAM has for it.</summary>
    public static readonly Authorizer Iam = new Signature("AWS_IAM");

    /// <summary>The scopes that a route asks for when it names none itself.</summary>
    public IReadOnlyList<string> DefaultScopes { get; init; } = [];

    public sealed record Signature(string Name) : Authorizer(Name);

    public sealed record Lambda(string Name) : Authorizer(Name)
    {
        /// <summary>Path of the function, or what the template names when it is not there; may be empty.</summary>
        public string Function { get; init; } = "";

        /// <summary>True for TOKEN: the function sees one header only.</summary>
        public bool IsToken { get; init; }

        public IReadOnlyList<IdentitySource> IdentitySources { get; init; } = [];

        /// <summary>A regular expression that the token must match.</summary>
        public string? Validation { get; init; }

        /// <summary>`1.0` or `2.0`.</summary>
        public string PayloadVersion { get; init; } = "1.0";

        public bool HasSimpleResponses { get; init; }

        /// <summary>How long an answer holds; null where the template does not say.</summary>
        public TimeSpan? ResultLifetime { get; init; }
    }

    public sealed record Jwt(string Name) : Authorizer(Name)
    {
        public string? Issuer { get; init; }

        public IReadOnlyList<string> Audiences { get; init; } = [];

        public IReadOnlyList<IdentitySource> IdentitySources { get; init; } = [];
    }

    public sealed record Cognito(string Name) : Authorizer(Name)
    {
        public IReadOnlyList<string> UserPools { get; init; } = [];

        public IReadOnlyList<IdentitySource> IdentitySources { get; init; } = [];

        public string? Validation { get; init; }
    }
}
