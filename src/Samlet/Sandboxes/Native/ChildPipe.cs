using System.IO.Pipes;
using System.Runtime.InteropServices;

namespace Samlet.Sandboxes.Native;

/// <summary>
/// The pipe a child writes to, as standard output and standard error both, so that what it writes keeps its order. One
/// thread waits in `poll` and reads. Reading is guarded, so that <see cref="Drain"/> can take what is there already on
/// behalf of a caller who cannot wait for the thread.
/// </summary>
internal sealed unsafe class ChildPipe(OutputReceiver receiver) : IDisposable
{
    private const int BlockSize = 64 * 1024;
    private const int Interrupted = 4;

    private readonly AnonymousPipeServerStream _output = new(PipeDirection.In, HandleInheritability.None);
    private readonly Lock _reading = new();
    private byte[] _block = [];
    private bool _isAtEnd;

    public ChildDescriptors ForChild => new(-1, ChildEnd, ChildEnd);

    /// <summary>Gives up the child's end and reads until every process that holds it has closed it.</summary>
    public void StartReading()
    {
        _output.DisposeLocalCopyOfClientHandle();
        new Thread(ReadToEnd, 128 * 1024) { IsBackground = true, Name = "output" }.Start();
    }

    public void Drain()
    {
        lock (_reading)
        {
            while (!_isAtEnd && Poll(0) > 0)
            {
                Read();
            }
        }
    }

    public void Dispose() => _output.Dispose();

    private int ChildEnd => Number(_output.ClientSafePipeHandle);

    private static int Number(Microsoft.Win32.SafeHandles.SafePipeHandle handle) => (int)handle.DangerousGetHandle();

    private void ReadToEnd()
    {
        while (!_isAtEnd)
        {
            _ = Poll(-1);
            Drain();
        }

        Dispose();
    }

    private int Poll(int timeoutMilliseconds)
    {
        PollDescriptor descriptor = new() { Descriptor = Number(_output.SafePipeHandle), Events = Posix.PollIn };
        return Posix.Poll(&descriptor, 1, timeoutMilliseconds);
    }

    private void Read()
    {
        _block = _block.Length == 0 ? new byte[BlockSize] : _block;
        nint count;
        fixed (byte* start = _block)
        {
            count = Posix.Read(Number(_output.SafePipeHandle), start, BlockSize);
        }

        if (count > 0)
        {
            receiver(_block.AsSpan(0, (int)count));
        }
        else
        {
            _isAtEnd = count == 0 || Marshal.GetLastPInvokeError() != Interrupted;
        }
    }
}
