using Samlet.Credentials;
using Samlet.Functions;

namespace Samlet.Layers;

/// <summary>
/// Asks Lambda where the content of a layer version is, in the layer's own region
/// (docs.aws.amazon.com/lambda/latest/api/API_GetLayerVersion.html). The name of the layer is its ARN, so that layers
/// of other accounts are found too.
/// </summary>
internal sealed class LayerVersionClient(AwsSession session, TimeProvider time)
{
    public async Task<LayerVersion> GetAsync(LayerVersionArn layer, CancellationToken cancellationToken)
    {
        var answer = await session.GetCredentialsAsync(cancellationToken);
        if (ReferenceEquals(answer.Credentials, AwsCredentials.Placeholder))
        {
            throw LayerFaults.WithoutCredentials(layer, answer.Warning);
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, AddressOf(layer));
        RequestSignature.Add(
            request, "", new SigningScope(time.GetUtcNow(), layer.Region, "lambda"), answer.Credentials);
        try
        {
            using var client = new AwsClient(session.Endpoints);
            return Read(await client.SendAsync(request, cancellationToken));
        }
        catch (AwsException error)
        {
            throw LayerFaults.Refused(layer, error);
        }
    }

    private Uri AddressOf(LayerVersionArn layer)
    {
        var service = session.Endpoints.AddressOf(AwsService.Lambda, layer.Region).AbsoluteUri.TrimEnd('/');
        return new Uri($"{service}/2018-10-31/layers/{Uri.EscapeDataString(layer.LayerArn)}/versions/{layer.Version}");
    }

    private static LayerVersion Read(string json)
    {
        using var document = JsonObject.TryParse(json);
        return document is not null
            && JsonObject.Object(document.RootElement, "Content") is { } content
            && Uri.TryCreate(JsonObject.Text(content, "Location"), UriKind.Absolute, out var location)
            && location.Scheme is "https" or "http"
                ? new LayerVersion(
                    location, JsonObject.Text(content, "CodeSha256"), JsonObject.Number(content, "CodeSize"))
                {
                    Architectures = JsonObject.Texts(document.RootElement, "CompatibleArchitectures"),
                }
                : throw new AwsException(code: null, "the answer does not say where the content is", inner: null);
    }
}
