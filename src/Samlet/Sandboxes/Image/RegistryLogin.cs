namespace Samlet.Sandboxes.Image;

/// <summary>How a registry knows the developer: a name with its secret, or a token that stands for both.</summary>
internal sealed record RegistryLogin(string UserName, string Secret)
{
    /// <summary>The name that credential helpers give to a token (docker/docker-credential-helpers).</summary>
    private const string TokenName = "<token>";

    public bool IsIdentityToken => UserName == TokenName;

    public static RegistryLogin OfToken(string token) => new(TokenName, token);

    public string ToBasic() =>
        Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{UserName}:{Secret}"));
}
