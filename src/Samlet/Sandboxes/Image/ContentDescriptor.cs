namespace Samlet.Sandboxes.Image;

/// <summary>Names content by digest and size in bytes. Source: OCI image specification, descriptors.</summary>
internal sealed record ContentDescriptor(string MediaType, ContentDigest Digest, long Size);
