using System.Text;

namespace Amazon.Lambda.Core.ResponseStreaming;

internal interface ILambdaResponseStream : IDisposable
{
    long BytesWritten { get; }

    bool HasError { get; }

    Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken = default);
}

public static class LambdaResponseStreamFactory
{
    private static Func<byte[], ILambdaResponseStream>? _streamFactory;

    public static Stream CreateStream() => new LambdaResponseStream(_streamFactory!([]));

    /// <summary>The prelude is given as the JSON that the package would write.</summary>
    public static Stream CreateHttpStream(string prelude) =>
        new LambdaResponseStream(_streamFactory!(Encoding.UTF8.GetBytes(prelude)));

    internal static void SetLambdaResponseStream(Func<byte[], ILambdaResponseStream> streamFactory) =>
        _streamFactory = streamFactory;
}

internal sealed class LambdaResponseStream(ILambdaResponseStream inner) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => inner.BytesWritten;

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        inner.WriteAsync(buffer, offset, count, cancellationToken);

    public override void Write(byte[] buffer, int offset, int count) =>
        inner.WriteAsync(buffer, offset, count).GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
