namespace Samlet.Sandboxes.Image;

/// <summary>A part of a file as a stream of its own. Owns the file.</summary>
internal sealed class SectionStream(FileStream file, long offset, long length) : ForwardStream
{
    public override bool CanSeek => true;

    public override long Length => length;

    public override long Position
    {
        get => file.Position - offset;
        set => file.Position = offset + value;
    }

    public override int Read(Span<byte> buffer) =>
        file.Read(buffer[..(int)Math.Min(buffer.Length, Math.Max(0, length - Position))]);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
        }

        base.Dispose(disposing);
    }
}
