using System.Net;
using System.Security.Cryptography;

namespace Samlet.Layers;

/// <summary>
/// Loads the archive of a layer version. A connection that breaks is made again where it broke, as long as each brings
/// something; what arrives is verified by size and hash.
/// </summary>
internal sealed class LayerDownload(HttpClient http, LayerVersion version, Action<long> report)
{
    private const int BlockSize = 128 * 1024;
    private const int MostAttempts = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly byte[] _block = new byte[BlockSize];

    /// <exception cref="TransferException">It cannot be had, or is not what Lambda says it is.</exception>
    public async Task RunAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 0);
        for (var attempt = 1; ; attempt++)
        {
            var start = file.Length;
            try
            {
                await ContinueAsync(file, cancellationToken);
                break;
            }
            catch (Exception error) when (IsBroken(error) && !cancellationToken.IsCancellationRequested)
            {
                attempt = file.Length > start ? 1 : attempt;
                if (attempt >= MostAttempts)
                {
                    throw new TransferException(error.Message.ReplaceLineEndings(" ").TrimEnd('.'), error);
                }
            }
        }

        await VerifyAsync(file, cancellationToken);
    }

    private async Task ContinueAsync(FileStream file, CancellationToken cancellationToken)
    {
        if (file.Length > 0 && file.Length == version.Size)
        {
            return;
        }

        // The address carries its own signature, so nothing of the credentials is sent along.
        using var request = new HttpRequestMessage(HttpMethod.Get, version.Location);
        request.Headers.Range = file.Length > 0 ? new(file.Length, null) : null;
        using var response = await http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        Position(file, response);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        await CopyAsync(body, file, cancellationToken);
    }

    private static void Position(FileStream file, HttpResponseMessage response)
    {
        if (!response.IsSuccessStatusCode)
        {
            throw new TransferException(
                $"`{response.RequestMessage?.RequestUri?.Host}` answers with status {(int)response.StatusCode}", null);
        }

        var isPart = response.StatusCode == HttpStatusCode.PartialContent;
        if (!isPart || response.Content.Headers.ContentRange?.From != file.Length)
        {
            file.SetLength(0);
        }

        file.Position = isPart && file.Length == 0
            ? throw new HttpRequestException("another part of it arrives than the one that was asked for")
            : file.Length;
    }

    private async Task CopyAsync(Stream body, FileStream file, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        while (true)
        {
            limit.CancelAfter(Patience);
            var read = await body.ReadAsync(_block, limit.Token);
            if (read == 0)
            {
                return;
            }

            if (file.Length + read > version.Size)
            {
                throw new TransferException($"it has more than the {version.Size} bytes that Lambda names", null);
            }

            await file.WriteAsync(_block.AsMemory(0, read), cancellationToken);
            report(file.Length);
        }
    }

    private async Task VerifyAsync(FileStream file, CancellationToken cancellationToken)
    {
        if (version.Size is { } size && file.Length != size)
        {
            throw new TransferException($"it has {file.Length} bytes, and Lambda names {size}", null);
        }

        file.Position = 0;
        if (version.Sha256 is { } expected
            && Convert.ToBase64String(await SHA256.HashDataAsync(file, cancellationToken)) is var actual
            && actual != expected)
        {
            throw new TransferException($"its SHA-256 is `{actual}`, and Lambda names `{expected}`", null);
        }
    }

    private static bool IsBroken(Exception error) =>
        error is HttpRequestException or OperationCanceledException
        || (error is IOException && !DiskSpace.IsExhausted(error));
}

/// <summary>Content that did not arrive, or is another than it should be.</summary>
internal sealed class TransferException(string message, Exception? inner) : Exception(message, inner);
