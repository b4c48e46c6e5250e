using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Samlet.Sandboxes.Image;

/// <summary>
/// `sha256:` and 64 hexadecimal digits, the name of content. Source: OCI image specification, descriptors.
/// </summary>
internal readonly record struct ContentDigest(string Hex)
{
    private const string Prefix = "sha256:";

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    public static bool TryParse([NotNullWhen(true)] string? text, out ContentDigest digest)
    {
        var isDigest = text is not null
            && text.Length == Prefix.Length + (2 * SHA256.HashSizeInBytes)
            && text.StartsWith(Prefix, StringComparison.Ordinal)
            && text.AsSpan(Prefix.Length).IndexOfAnyExcept(Digits) < 0;
        digest = isDigest ? new ContentDigest(text![Prefix.Length..]) : default; // A digest is not null.
        return isDigest;
    }

    public static ContentDigest Of(ReadOnlySpan<byte> content) =>
        new(Convert.ToHexStringLower(SHA256.HashData(content)));

    public static ContentDigest Of(IncrementalHash hash) => new(Convert.ToHexStringLower(hash.GetHashAndReset()));

    public override string ToString() => Prefix + Hex;
}
