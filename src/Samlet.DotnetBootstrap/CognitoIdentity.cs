using System.Text.Json;
using Amazon.Lambda.Core;

namespace Samlet.DotnetBootstrap;

/// <summary>`{"cognitoIdentityId","cognitoIdentityPoolId"}`; without the header an identity of nobody.</summary>
internal sealed class CognitoIdentity : ICognitoIdentity
{
    public string? IdentityId { get; private init; }

    public string? IdentityPoolId { get; private init; }

    public static CognitoIdentity Of(string? json)
    {
        if (string.IsNullOrWhiteSpace(json))
        {
            return new CognitoIdentity();
        }

        using var document = JsonDocument.Parse(json);
        return new CognitoIdentity
        {
            IdentityId = document.RootElement.Text("cognitoIdentityId"),
            IdentityPoolId = document.RootElement.Text("cognitoIdentityPoolId"),
        };
    }
}
