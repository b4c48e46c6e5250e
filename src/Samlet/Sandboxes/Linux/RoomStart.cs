using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Samlet.Sandboxes.Native;

namespace Samlet.Sandboxes.Linux;

/// <summary>
/// What starts a room: the command line, and the options of bubblewrap, which it reads from a file, since command lines
/// and the first environment of a process can be read by others, also from inside of the room.
/// </summary>
internal sealed record RoomStart(string Program, IReadOnlyList<string> Arguments, IReadOnlyList<string> Options)
{
    public const string InfoNumber = "7";
    public const string GateNumber = "8";
    public const string OptionsNumber = "9";
}

/// <summary>
/// The files that bubblewrap has besides the standard ones, under numbers that a shell can close: where it tells of the
/// room, what it waits for, its options. They are out of the way of the numbers they get.
/// </summary>
internal sealed unsafe partial class RoomDescriptors : IDisposable
{
    private const int Lowest = 64;

    private readonly SafeFileHandle _info;
    private readonly SafeFileHandle _gate;
    private readonly SafeFileHandle _options;

    public RoomDescriptors(SafePipeHandle info, SafePipeHandle gate, IReadOnlyList<string> options)
    {
        (_info, _gate) = (Posix.DuplicateAbove(info, Lowest), Posix.DuplicateAbove(gate, Lowest));
        using var file = Posix.NewMemoryFile("options");
        RandomAccess.Write(file, Encoding.UTF8.GetBytes(string.Concat(options.Select(static one => one + '\0'))), 0);
        _options = Posix.DuplicateAbove(file, Lowest);
    }

    public IReadOnlyList<(int Number, int ForChild)> ForChild =>
        [(Number(_info), 7), (Number(_gate), 8), (Number(_options), 9)];

    public void Dispose()
    {
        _info.Dispose();
        _gate.Dispose();
        _options.Dispose();
    }

    private static int Number(SafeHandle handle) => (int)handle.DangerousGetHandle();
}
