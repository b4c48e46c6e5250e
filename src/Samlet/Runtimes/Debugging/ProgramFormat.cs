using System.Buffers.Binary;

namespace Samlet.Runtimes.Debugging;

/// <summary>What a program named `bootstrap` is to a debugger.</summary>
internal enum ProgramFormat
{
    Script,
    Native,
    Go,
}

/// <summary>Tells the format of a program by its content.</summary>
internal static class ProgramFormatReader
{
    private static readonly byte[] GoMark = [0xFF, .. " Go buildinf:"u8];

    public static ProgramFormat Read(string program)
    {
        var bytes = File.ReadAllBytes(program).AsSpan();
        return !IsNative(bytes) ? ProgramFormat.Script
            : bytes.IndexOf(GoMark) >= 0 ? ProgramFormat.Go
            : ProgramFormat.Native;
    }

    /// <summary>ELF, Windows' own format, and the two of macOS.</summary>
    private static bool IsNative(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith("\u007fELF"u8) || bytes.StartsWith("MZ"u8)
        || (bytes.Length > 4 && BinaryPrimitives.ReadUInt32LittleEndian(bytes) is 0xFEEDFACF or 0xBEBAFECA);
}
