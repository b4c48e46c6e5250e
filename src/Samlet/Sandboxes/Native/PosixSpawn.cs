using System.Runtime.InteropServices;
using System.Text;

namespace Samlet.Sandboxes.Native;

/// <summary>
/// Starts a child by `posix_spawn`: its own session (so a signal reaches all of it and no terminal signal does), no
/// descriptors but the given ones, default signals (.NET ignores SIGPIPE, and an ignored signal is inherited).
/// </summary>
internal static unsafe class PosixSpawn
{
    /// <summary>HUP, INT, QUIT, PIPE, TERM and both CHLD numbers.</summary>
    private static ReadOnlySpan<byte> DefaultSignals => [1, 2, 3, 13, 15, 17, 20];

    public static int Start(SpawnRequest request)
    {
        if (request.LeavesSessionKeyring)
        {
            Posix.LeaveSessionKeyring();
        }

        return request.Group is { } group ? GroupSpawn.Start(group, request) : Start(request, groupFolder: null);
    }

    /// <param name="request">What to start.</param>
    /// <param name="groupFolder">The open folder of the control group it is born in; null for the caller's.</param>
    public static int Start(SpawnRequest request, SafeHandle? groupFolder)
    {
        using var strings = new NativeStrings();
        var arguments = strings.Array([request.Program, .. request.Arguments]);
        var environment = strings.Array([.. request.Environment.Select(static pair => $"{pair.Key}={pair.Value}")]);
        var actions = stackalloc byte[Posix.OpaqueSize];
        var attributes = stackalloc byte[Posix.OpaqueSize];
        _ = Posix.InitActions(actions);
        _ = Posix.InitAttributes(attributes);
        try
        {
            AddActions(actions, request, strings);
            SetAttributes(attributes, groupFolder);
            var error = Posix.Spawn(
                out var pid, strings.Text(request.Program), actions, attributes, arguments, environment);
            return error == 0 ? pid : throw new SandboxLaunchException(request.Program, Reason(error));
        }
        finally
        {
            _ = Posix.DestroyActions(actions);
            _ = Posix.DestroyAttributes(attributes);
        }
    }

    private static void AddActions(byte* actions, SpawnRequest request, NativeStrings strings)
    {
        var descriptors = request.Descriptors;
        var (input, output, error, fourth) = descriptors;
        _ = input < 0
            ? Posix.AddOpen(actions, 0, strings.Text("/dev/null"), 0, 0)
            : Posix.AddDuplicate(actions, input, 0);
        _ = Posix.AddDuplicate(actions, output, 1);
        _ = Posix.AddDuplicate(actions, error, 2);
        if (fourth >= 0)
        {
            _ = Posix.AddDuplicate(actions, fourth, 3);
        }

        foreach (var (number, forChild) in descriptors.Further)
        {
            _ = Posix.AddDuplicate(actions, number, forChild);
        }

        if (descriptors.OutputCopy is >= 0 and var copy)
        {
            _ = Posix.AddDuplicate(actions, 1, copy);
        }

        _ = Posix.AddChangeFolder(actions, strings.Text(request.WorkingFolder));
    }

    private static void SetAttributes(byte* attributes, SafeHandle? groupFolder)
    {
        var signals = stackalloc byte[Posix.OpaqueSize];
        _ = Posix.EmptySignals(signals);
        _ = Posix.SetSignalMask(attributes, signals);
        foreach (var signal in DefaultSignals)
        {
            _ = Posix.AddSignal(signals, signal);
        }

        _ = Posix.SetSignalDefault(attributes, signals);
        var flags = Posix.SpawnSetSession | Posix.SpawnSetSignalDefault | Posix.SpawnSetSignalMask;
        _ = Posix.SetFlags(attributes, (short)(flags + GroupSpawn.SetFolder(attributes, groupFolder)));
    }

    private static string Reason(int error)
    {
        var text = Marshal.GetPInvokeErrorMessage(error);
        return char.ToLowerInvariant(text[0]) + text[1..];
    }

    /// <summary>UTF-8 copies of strings that live until the end of one call.</summary>
    private sealed class NativeStrings : IDisposable
    {
        private readonly List<nint> _blocks = [];

        public byte* Text(string text)
        {
            var size = Encoding.UTF8.GetByteCount(text) + 1;
            var block = (byte*)Block(size);
            _ = Encoding.UTF8.GetBytes(text, new Span<byte>(block, size));
            block[size - 1] = 0;
            return block;
        }

        public byte** Array(IReadOnlyList<string> texts)
        {
            var array = (byte**)Block((texts.Count + 1) * sizeof(nint));
            for (var i = 0; i < texts.Count; i++)
            {
                array[i] = Text(texts[i]);
            }

            array[texts.Count] = null;
            return array;
        }

        public void Dispose()
        {
            foreach (var block in _blocks)
            {
                NativeMemory.Free((void*)block);
            }
        }

        private nint Block(int size)
        {
            var block = (nint)NativeMemory.Alloc((nuint)size);
            _blocks.Add(block);
            return block;
        }
    }
}
