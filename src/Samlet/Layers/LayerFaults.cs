using Samlet.Credentials;
using Samlet.Functions;

namespace Samlet.Layers;

/// <summary>Why a layer cannot be fetched, and what a person can do about it.</summary>
internal static class LayerFaults
{
    private const string LocalFolder = "without AWS, a layer of the template with a local folder takes its place";

    public static UserErrorException WithoutCredentials(LayerVersionArn layer, Warning? reason) => new(
        $"layer `{layer}` has to be fetched from AWS once, and there are no credentials to do so",
        reason?.Hint is { } hint
            ? $"{hint}; {LocalFolder}"
            : $"run `aws sso login` or `aws configure`, or pass --profile; {LocalFolder}");

    public static UserErrorException Refused(LayerVersionArn layer, AwsException error) => new(
        error.Code == "ResourceNotFoundException"
            ? $"layer `{layer}` was not found ({error.Message})"
            : $"layer `{layer}` cannot be fetched: {error.Message}",
        HintFor(layer, error.Code),
        error);

    public static UserErrorException Broken(LayerVersionArn layer, string reason, Exception? error) => new(
        $"the content of layer `{layer}` cannot be fetched: {reason}", "try again; nothing half done is kept", error);

    public static UserErrorException Unusable(LayerVersionArn layer, UserErrorException error) =>
        new($"layer `{layer}` cannot be unpacked: {error.Message}", error.Hint, error);

    private static string HintFor(LayerVersionArn layer, string? code) => code switch
    {
        null => $"is there a network, and is a proxy needed (HTTPS_PROXY)? A layer needs it once; {LocalFolder}",
        "AccessDeniedException" =>
            $"`lambda:GetLayerVersion` has to be allowed by your own policy and, to account {layer.Account}'s guests, by the layer's",
        "ResourceNotFoundException" => "is the version right, and is the region? A version can have been deleted",
        "ExpiredTokenException" => "run `aws sso login`, or get new keys",
        "UnrecognizedClientException" or "InvalidClientTokenId" or "InvalidSignatureException"
            when layer.Partition != "aws" =>
            $"`{layer.Partition}` has accounts of its own: pass the --profile of one",
        _ => "`aws sts get-caller-identity` shows whether AWS accepts the credentials",
    };
}
