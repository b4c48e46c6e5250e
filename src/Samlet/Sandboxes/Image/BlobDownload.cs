using System.Net;
using System.Security.Cryptography;

namespace Samlet.Sandboxes.Image;

/// <summary>One connection's worth of a download: goes on where the file ends, and verifies size and digest.</summary>
internal sealed class BlobDownload(ContentDescriptor blob, string partial, Action<TransferProgress> report)
    : IDisposable
{
    private const int BlockSize = 128 * 1024;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _block = new byte[BlockSize];
    private bool _isContinued;

    /// <summary>Bytes that this connection has brought.</summary>
    public long Received { get; private set; }

    /// <summary>What arrived is not what the digest names, from its first byte on.</summary>
    public bool IsWrong { get; private set; }

    /// <summary>Nothing of what there was is kept.</summary>
    public bool IsDiscarded { get; private set; }

    public void Dispose() => _hash.Dispose();

    public async Task RunAsync(BlobRequest request, TimeSpan patience, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(partial, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, 0);
        var position = file.Length <= blob.Size ? await HashAsync(file, cancellationToken) : 0;
        _isContinued = position > 0;
        if (position < blob.Size || blob.Size == 0)
        {
            using var response = await request(blob.Digest, position, cancellationToken);
            position = Begin(response, file, position);
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            await CopyAsync(body, file, position, patience, cancellationToken);
        }

        Verify(file);
    }

    private async Task<long> HashAsync(FileStream file, CancellationToken cancellationToken)
    {
        int read;
        while ((read = await file.ReadAsync(_block, cancellationToken)) > 0)
        {
            _hash.AppendData(_block, 0, read);
        }

        return file.Length;
    }

    /// <summary>A registry that sends everything again has not heard of ranges.</summary>
    private long Begin(HttpResponseMessage response, FileStream file, long position)
    {
        if (position > 0 && response.StatusCode == HttpStatusCode.PartialContent
            && response.Content.Headers.ContentRange?.From == position)
        {
            file.Position = position;
            return position;
        }

        Require(
            response.StatusCode != HttpStatusCode.PartialContent,
            file,
            $"the registry sends another part of it than the one from byte {position} on",
            isWrong: true);
        Require(
            response.StatusCode != HttpStatusCode.RequestedRangeNotSatisfiable,
            file,
            $"the registry has {position} bytes of it instead of {blob.Size}",
            isWrong: true);
        _isContinued = false;
        _ = _hash.GetHashAndReset();
        file.SetLength(0);
        return 0;
    }

    private async Task CopyAsync(
        Stream body, FileStream file, long position, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        while (true)
        {
            limit.CancelAfter(patience);
            var read = await body.ReadAsync(_block, limit.Token);
            position += read;
            if (read == 0 || position > blob.Size)
            {
                var fault = $"it has {position} bytes instead of {blob.Size}";
                Require(position == blob.Size, file, fault, isWrong: position > blob.Size);
                return;
            }

            _hash.AppendData(_block, 0, read);
            await file.WriteAsync(_block.AsMemory(0, read), cancellationToken);
            Received += read;
            report(new TransferProgress(blob.Digest.Hex, position, blob.Size));
        }
    }

    private void Verify(FileStream file)
    {
        var digest = ContentDigest.Of(_hash);
        Require(digest == blob.Digest, file, $"what the registry sends has the digest `{digest}`", isWrong: true);
    }

    private void Require(bool isTrue, FileStream file, string fault, bool isWrong)
    {
        if (!isTrue)
        {
            if (isWrong)
            {
                IsWrong = !_isContinued; // What was left of another time may be what is wrong.
                IsDiscarded = true;
                file.SetLength(0);
            }

            throw new IOException(fault);
        }
    }
}
