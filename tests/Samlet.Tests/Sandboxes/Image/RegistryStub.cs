using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Samlet.Tests.Sandboxes.Image;

/// <summary>A registry on loopback that can be made to misbehave.</summary>
internal sealed class RegistryStub : IAsyncDisposable
{
    private readonly HttpListener _listener;
    private readonly Task _serving;

    public RegistryStub()
    {
        (_listener, Host) = Listen();
        _serving = ServeAsync();
    }

    public string Host { get; }

    /// <summary>By path, as `/v2/app/blobs/sha256:…`.</summary>
    public ConcurrentDictionary<string, byte[]> Content { get; } = [];

    /// <summary>`GET /path Range`.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    public ConcurrentQueue<string?> Authorizations { get; } = [];

    /// <summary>Deals with a request itself and says so.</summary>
    public Func<HttpListenerContext, bool> Intervene { get; set; } = static _ => false;

    /// <summary>Closes the connection behind so many bytes of a blob, as long as it says so.</summary>
    public Func<int> CutAfter { get; set; } = static () => int.MaxValue;

    public bool KnowsRanges { get; set; } = true;

    public string Add(string repository, string tag, Support.TestImage image)
    {
        foreach (var blob in (IEnumerable<byte[]>)[.. image.Layers, image.Config])
        {
            Content[$"/v2/{repository}/blobs/{Support.TestImage.DigestOf(blob)}"] = blob;
        }

        var manifest = image.ManifestBytes();
        Content[$"/v2/{repository}/manifests/{Support.TestImage.DigestOf(manifest)}"] = manifest;
        Content[$"/v2/{repository}/manifests/{tag}"] = manifest;
        return $"{Host}/{repository}:{tag}";
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    /// <summary>The framework's server takes no port of the system's choice, so somebody may be quicker.</summary>
    private static (HttpListener Listener, string Host) Listen()
    {
        while (true)
        {
            var host = $"127.0.0.1:{FreePort()}";
            var listener = new HttpListener();
            listener.Prefixes.Add($"http://{host}/");
            try
            {
                listener.Start();
                return (listener, host);
            }
            catch (HttpListenerException)
            {
                listener.Close();
            }
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                _ = Task.Run(() => Answer(context));
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private void Answer(HttpListenerContext context)
    {
        var path = Uri.UnescapeDataString(context.Request.Url!.AbsolutePath);
        var range = context.Request.Headers["Range"];
        Requests.Enqueue($"{context.Request.HttpMethod} {path} {range}".TrimEnd());
        Authorizations.Enqueue(context.Request.Headers["Authorization"]);
        try
        {
            if (!Intervene(context))
            {
                Answer(context.Response, path, range);
            }

            context.Response.Close();
        }
        catch (Exception error) when (error is HttpListenerException or InvalidOperationException)
        {
            // The client went away, or the connection was cut on purpose.
        }
    }

    private void Answer(HttpListenerResponse response, string path, string? range)
    {
        if (!Content.TryGetValue(path, out var content))
        {
            response.StatusCode = 404;
            response.OutputStream.Write("""{"errors":[{"code":"NAME_UNKNOWN","message":"repository name not known to registry"}]}"""u8);
            return;
        }

        var start = 0;
        if (range is not null && KnowsRanges)
        {
            start = int.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture);
            response.StatusCode = start < content.Length ? 206 : 416;
            response.Headers["Content-Range"] = $"bytes {start}-{content.Length - 1}/{content.Length}";
        }

        var rest = content.AsSpan(Math.Min(start, content.Length));
        response.ContentLength64 = rest.Length;
        var cut = path.Contains("/blobs/", StringComparison.Ordinal) ? CutAfter() : int.MaxValue;
        response.OutputStream.Write(rest[..Math.Min(rest.Length, cut)]);
        if (cut < rest.Length)
        {
            response.OutputStream.Flush();
            response.Abort();
        }
    }
}
