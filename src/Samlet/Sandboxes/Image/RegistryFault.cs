using System.Net;
using System.Text.Json;

namespace Samlet.Sandboxes.Image;

/// <summary>
/// What a registry's refusal means for the developer. Source: OCI distribution specification, error codes.
/// </summary>
internal static class RegistryFault
{
    public static UserErrorException Of(HttpResponseMessage response, ReadOnlyMemory<byte> body, string image)
    {
        var reason = ReasonIn(body) is { } text ? $" ({text})" : "";
        return response.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new(
                $"the registry does not let image `{image}` be pulled{reason}", LoginHint(image)),
            HttpStatusCode.NotFound => new(
                $"there is no image `{image}`{reason}",
                "is the name right? A registry says so too where a login is missing"),
            HttpStatusCode.TooManyRequests => new(
                $"the registry of `{image}` takes no more requests for now{reason}",
                "log in to it, wait, or pull from another registry with --invoke-image"),
            var status => new($"the registry of `{image}` answers with status {(int)status}{reason}"),
        };
    }

    public static UserErrorException Unreachable(string host, string image, Exception error) => new(
        $"`{host}` cannot be reached for image `{image}`: {OneLine(error)}",
        "is there a network, and is a proxy needed (HTTPS_PROXY)? `docker save` on another computer makes an archive that --invoke-image takes",
        error);

    public static string LoginHint(string image)
    {
        var host = ImageReference.TryParse(image, out var reference) ? reference.Registry : image;
        if (!host.Contains(".dkr.ecr.", StringComparison.Ordinal) || host.Split('.') is not [_, _, _, var region, ..])
        {
            return $"log in with `docker login {host}`; the login of docker or podman is used";
        }

        return $"log in with `aws ecr get-login-password --region {region} | "
            + $"docker login --username AWS --password-stdin {host}`";
    }

    /// <summary>.NET puts the reason into the innermost exception.</summary>
    private static string OneLine(Exception error)
    {
        var inner = error;
        while (inner.InnerException is { } next)
        {
            inner = next;
        }

        return inner.Message.ReplaceLineEndings(" ").Trim().TrimEnd('.');
    }

    private static string? ReasonIn(ReadOnlyMemory<byte> body)
    {
        using var document = ImageJson.TryParse(body);
        if (document is null || document.RootElement.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var first = ImageJson.Items(ImageJson.Find(document.RootElement, "errors")).FirstOrDefault();
        return ImageJson.Text(first, "message") ?? ImageJson.Text(first, "code");
    }
}
