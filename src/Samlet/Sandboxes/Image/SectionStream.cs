namespace Samlet.Sandboxes.Image;

/// <summary>A part of a file as a stream of its own. Owns the file.</summary>
internal sealed class SectionStream(FileStream file, long offset, long length) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => file.Position - offset;
        set => file.Position = offset + value;
    }

    public override int Read(Span<byte> buffer) =>
        file.Read(buffer[..(int)Math.Min(buffer.Length, Math.Max(0, length - Position))]);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
        }

        base.Dispose(disposing);
    }
}
