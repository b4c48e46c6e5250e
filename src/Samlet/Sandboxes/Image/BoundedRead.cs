namespace Samlet.Sandboxes.Image;

/// <summary>Reads small documents from streams that could be endless.</summary>
internal static class BoundedRead
{
    /// <summary>Null when there is more than the limit.</summary>
    public static async Task<byte[]?> ToEndAsync(Stream stream, int limit, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        var block = new byte[81_920];
        int read;
        while ((read = await stream.ReadAsync(block, cancellationToken)) > 0)
        {
            if (content.Length + read > limit)
            {
                return null;
            }

            await content.WriteAsync(block.AsMemory(0, read), cancellationToken);
        }

        return content.ToArray();
    }
}
