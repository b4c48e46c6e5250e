using System.Buffers;
using System.Text.Json;
using Samlet.Runtimes.Http;

namespace Samlet.Runtimes;

/// <summary>Credentials of an environment that finds them behind an address instead of in variables.</summary>
/// <param name="Credentials">Whose they are.</param>
/// <param name="Token">What the function shows for them: the value of AWS_CONTAINER_AUTHORIZATION_TOKEN.</param>
/// <param name="Expiration">When they have to be asked for again.</param>
internal sealed record ContainerCredentials(AwsCredentials Credentials, string Token, DateTimeOffset Expiration);

/// <summary>
/// `GET /2021-04-23/credentials`, where functions that start from a snapshot get their credentials:
/// `{"AccessKeyId","SecretAccessKey","Token","Expiration"}`; 404 for a wrong token. Source: Lambda developer guide,
/// SnapStart compatibility, and the service's own emulator.
/// </summary>
internal sealed class CredentialsEndpoint(ContainerCredentials container) : IHttpResponder
{
    public const string Path = "/2021-04-23/credentials";

    public ValueTask<HttpAnswer> AnswerAsync(
        HttpRequest request, BodyReader readBody, CancellationToken cancellationToken) =>
        new(request.Method == "GET" && request.Header("Authorization") == container.Token
            ? new HttpAnswer(200) { Body = Body() }
            : ApiAnswer.NotFound);

    private byte[] Body()
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, ErrorObject.Options))
        {
            writer.WriteStartObject();
            writer.WriteString("AccessKeyId", container.Credentials.AccessKeyId);
            writer.WriteString("SecretAccessKey", container.Credentials.SecretAccessKey);
            writer.WriteString("Token", container.Credentials.SessionToken);
            writer.WriteString("Expiration", container.Expiration.UtcDateTime);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
