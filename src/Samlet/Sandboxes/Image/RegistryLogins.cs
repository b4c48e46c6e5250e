using System.Text;
using System.Text.Json;
using Samlet.Sandboxes.Native;

namespace Samlet.Sandboxes.Image;

/// <summary>
/// The logins that `docker login` and `podman login` keep: in their files, or with a helper program that the file
/// names. Source: docker/cli config file, containers-auth.json(5), docker/docker-credential-helpers.
/// </summary>
internal sealed class RegistryLogins(HostEnvironment host)
{
    // Docker Hub's logins stand under the address of its first interface.
    private const string DockerHubKey = "https://index.docker.io/v1/";

    private static readonly TimeSpan HelperPatience = TimeSpan.FromSeconds(30);

    /// <summary>The login for a registry; null where there is none.</summary>
    /// <exception cref="UserErrorException">A helper fails for another reason than that it knows no login.</exception>
    public async Task<RegistryLogin?> FindAsync(ImageReference image, CancellationToken cancellationToken)
    {
        foreach (var file in Files())
        {
            using var document = TryRead(file);
            if (document is not null
                && await FindAsync(document.RootElement, image, cancellationToken) is { } login)
            {
                return login;
            }
        }

        return null;
    }

    private IEnumerable<string> Files()
    {
        if (host.FindPath("REGISTRY_AUTH_FILE") is { } chosen)
        {
            yield return chosen;
        }

        yield return Path.Join(host.FindPath("DOCKER_CONFIG") ?? Path.Join(host.HomeFolder, ".docker"), "config.json");
        if (host.FindPath("XDG_RUNTIME_DIR") is { } runtime)
        {
            yield return Path.Join(runtime, "containers", "auth.json");
        }

        yield return Path.Join(
            host.FindPath("XDG_CONFIG_HOME") ?? Path.Join(host.HomeFolder, ".config"), "containers", "auth.json");
    }

    private static JsonDocument? TryRead(string file)
    {
        try
        {
            return ImageJson.TryParse(File.ReadAllBytes(file));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private async Task<RegistryLogin?> FindAsync(
        JsonElement config, ImageReference image, CancellationToken cancellationToken)
    {
        var key = image.Registry == ImageReference.DockerHub ? DockerHubKey : image.Registry;
        if (ImageJson.Find(config, "credHelpers") is { } helpers
            && (ImageJson.Text(helpers, image.Registry) ?? ImageJson.Text(helpers, key)) is { Length: > 0 } own)
        {
            return await AskAsync(own, key, cancellationToken);
        }

        if (FindStored(config, image) is { } stored)
        {
            return stored;
        }

        return ImageJson.Text(config, "credsStore") is { Length: > 0 } common
            ? await AskAsync(common, key, cancellationToken)
            : null;
    }

    /// <summary>Podman's keys may go on with a path; the longest that fits is meant.</summary>
    private static RegistryLogin? FindStored(JsonElement config, ImageReference image)
    {
        if (ImageJson.Find(config, "auths") is not { ValueKind: JsonValueKind.Object } auths)
        {
            return null;
        }

        var name = $"{image.Registry}/{image.Repository}/";
        var fitting = auths.EnumerateObject()
            .Where(entry => name.StartsWith(Normal(entry.Name) + "/", StringComparison.Ordinal))
            .OrderByDescending(entry => entry.Name.Length);
        return fitting.Select(entry => ReadEntry(entry.Value)).FirstOrDefault(login => login is not null);
    }

    private static string Normal(string key)
    {
        if (key == DockerHubKey)
        {
            return ImageReference.DockerHub;
        }

        var isAddress = key.Contains("://", StringComparison.Ordinal);
        var name = isAddress ? key[(key.IndexOf("://", StringComparison.Ordinal) + 3)..] : key;
        name = name.TrimEnd('/');
        return isAddress && name.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? name[..slash] : name;
    }

    private static RegistryLogin? ReadEntry(JsonElement entry)
    {
        if (ImageJson.Text(entry, "identitytoken") is { Length: > 0 } token)
        {
            return RegistryLogin.OfToken(token);
        }

        if (ImageJson.Text(entry, "auth") is { Length: > 0 } encoded)
        {
            return TryDecode(encoded);
        }

        return ImageJson.Text(entry, "username") is { Length: > 0 } name
            ? new RegistryLogin(name, ImageJson.Text(entry, "password") ?? "")
            : null;
    }

    private static RegistryLogin? TryDecode(string encoded)
    {
        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, bytes, out var length))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes, 0, length).TrimEnd('\0');
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : new RegistryLogin(text[..colon], text[(colon + 1)..]);
    }

    private async Task<RegistryLogin?> AskAsync(string helper, string registry, CancellationToken cancellationToken)
    {
        var name = $"docker-credential-{helper}";
        var program = host.SearchPath
            .SelectMany(folder => (string[])[Path.Join(folder, name), Path.Join(folder, name + ".exe")])
            .FirstOrDefault(File.Exists)
            ?? throw new UserErrorException(
                $"the login for `{registry}` is with `{name}`, which is not on PATH",
                "install it, or remove its name from the configuration of docker");
        var call = new ProgramCall(program, ["get"])
        {
            Environment = host.Variables,
            Input = registry + "\n",
            TimeLimit = HelperPatience,
        };
        var answer = await ProgramOutput.ReadAsync(call, cancellationToken);
        return answer switch
        {
            { ExitCode: 0 } => ReadAnswer(answer.Output),
            { } refusal when KnowsNothing(refusal) => null,
            _ => throw new UserErrorException(
                $"`{name}` gives no login for `{registry}`: {OneLine(answer)}", $"run `echo {registry} | {name} get` to see why"),
        };
    }

    /// <summary>Helpers say in words that they know no login, on standard output.</summary>
    private static bool KnowsNothing(ProgramOutput answer) =>
        (answer.Output + answer.ErrorOutput).Contains("not found", StringComparison.OrdinalIgnoreCase);

    private static string OneLine(ProgramOutput? answer) => answer is null
        ? "it does not end"
        : $"{answer.Output} {answer.ErrorOutput}".ReplaceLineEndings(" ").Trim();

    private static RegistryLogin? ReadAnswer(string output)
    {
        using var document = ImageJson.TryParse(Encoding.UTF8.GetBytes(output));
        return document?.RootElement is { } answer
            && ImageJson.Text(answer, "Username") is { } name
            && ImageJson.Text(answer, "Secret") is { Length: > 0 } secret
                ? new RegistryLogin(name, secret)
                : null;
    }
}
