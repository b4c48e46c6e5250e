using System.Security.Cryptography;

namespace Samlet.Sandboxes.Image;

/// <summary>Passes bytes on and knows the digest of all that have passed. Owns the stream it reads from.</summary>
internal sealed class VerifiedStream(Stream source) : ForwardStream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public override int Read(Span<byte> buffer)
    {
        var read = source.Read(buffer);
        _hash.AppendData(buffer[..read]);
        return read;
    }

    /// <summary>Reads what is left, as the padding behind an archive, and tells the digest of everything.</summary>
    public ContentDigest Finish()
    {
        var block = new byte[64 * 1024];
        while (Read(block) > 0)
        {
        }

        return ContentDigest.Of(_hash);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            source.Dispose();
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }
}
