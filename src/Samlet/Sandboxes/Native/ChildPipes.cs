using System.IO.Pipes;

namespace Samlet.Sandboxes.Native;

/// <summary>
/// The two pipes a child writes to, read by one thread that waits in `poll`. Reading is guarded, so that
/// <see cref="Drain"/> can take what is there already on behalf of a caller who cannot wait for the thread.
/// </summary>
internal sealed unsafe class ChildPipes : IDisposable
{
    private const int BlockSize = 64 * 1024;

    private readonly AnonymousPipeServerStream _output = new(PipeDirection.In, HandleInheritability.None);
    private readonly AnonymousPipeServerStream _error = new(PipeDirection.In, HandleInheritability.None);
    private readonly Lock _reading = new();
    private readonly OutputReceiver _receiver;
    private readonly PollDescriptor[] _descriptors;
    private byte[] _block = [];

    public ChildPipes(OutputReceiver receiver)
    {
        _receiver = receiver;
        _descriptors =
        [
            new() { Descriptor = Number(_output.SafePipeHandle), Events = Posix.PollIn },
            new() { Descriptor = Number(_error.SafePipeHandle), Events = Posix.PollIn },
        ];
    }

    public ChildDescriptors ForChild =>
        new(-1, Number(_output.ClientSafePipeHandle), Number(_error.ClientSafePipeHandle));

    /// <summary>Gives up the child's ends and reads until every process that holds them has closed them.</summary>
    public void StartReading()
    {
        _output.DisposeLocalCopyOfClientHandle();
        _error.DisposeLocalCopyOfClientHandle();
        new Thread(ReadToEnd, 128 * 1024) { IsBackground = true, Name = "output" }.Start();
    }

    public void Drain()
    {
        lock (_reading)
        {
            while (IsOpen && Poll(0) > 0)
            {
                ReadReady();
            }
        }
    }

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    private bool IsOpen => _descriptors[0].Descriptor >= 0 || _descriptors[1].Descriptor >= 0;

    private static int Number(Microsoft.Win32.SafeHandles.SafePipeHandle handle) => (int)handle.DangerousGetHandle();

    private void ReadToEnd()
    {
        while (IsOpen)
        {
            _ = Poll(-1);
            Drain();
        }

        Dispose();
    }

    /// <summary>`poll` skips negative descriptors, which is how an ended pipe is left out.</summary>
    private int Poll(int timeoutMilliseconds)
    {
        var copy = stackalloc PollDescriptor[2] { _descriptors[0], _descriptors[1] };
        var ready = Posix.Poll(copy, 2, timeoutMilliseconds);
        if (timeoutMilliseconds == 0)
        {
            _descriptors[0].Returned = copy[0].Returned;
            _descriptors[1].Returned = copy[1].Returned;
        }

        return ready;
    }

    private void ReadReady()
    {
        _block = _block.Length == 0 ? new byte[BlockSize] : _block;
        for (var i = 0; i < _descriptors.Length; i++)
        {
            if (_descriptors[i].Descriptor >= 0 && _descriptors[i].Returned != 0)
            {
                Read(ref _descriptors[i]);
            }
        }
    }

    private void Read(ref PollDescriptor pipe)
    {
        nint count;
        fixed (byte* start = _block)
        {
            count = Posix.Read(pipe.Descriptor, start, BlockSize);
        }

        if (count > 0)
        {
            _receiver(_block.AsSpan(0, (int)count));
        }
        else if (count == 0 || System.Runtime.InteropServices.Marshal.GetLastPInvokeError() != 4)
        {
            pipe.Descriptor = -1;
        }
    }
}
