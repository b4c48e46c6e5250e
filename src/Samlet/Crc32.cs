using System.Buffers.Binary;

namespace Samlet;

/// <summary>
/// The checksum of zip archives (ISO 3309), eight bytes at a time: three times as quick as one by one.
/// </summary>
internal struct Crc32()
{
    private const uint Polynomial = 0xEDB88320;
    private const int Width = 8;

    private static readonly uint[] Tables = MakeTables();

    private uint _state = uint.MaxValue;

    public readonly uint Value => ~_state;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        var state = _state;
        for (; bytes.Length >= Width; bytes = bytes[Width..])
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ state;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            state = Entry(7, low) ^ Entry(6, low >> 8) ^ Entry(5, low >> 16) ^ Entry(4, low >> 24)
                ^ Entry(3, high) ^ Entry(2, high >> 8) ^ Entry(1, high >> 16) ^ Entry(0, high >> 24);
        }

        foreach (var rest in bytes)
        {
            state = (state >> 8) ^ Entry(0, state ^ rest);
        }

        _state = state;
    }

    private static uint Entry(int table, uint value) => Tables[(table << 8) | (byte)value];

    /// <summary>Each table goes a byte further than the one before.</summary>
    private static uint[] MakeTables()
    {
        var tables = new uint[Width << 8];
        for (var index = 0; index < tables.Length; index++)
        {
            tables[index] = index < 256 ? OfByte((uint)index) : Next(tables[index - 256]);
        }

        return tables;

        uint Next(uint value) => (value >> 8) ^ tables[(byte)value];
    }

    private static uint OfByte(uint value)
    {
        for (var bit = 0; bit < Width; bit++)
        {
            value = (value >> 1) ^ ((value & 1) == 0 ? 0 : Polynomial);
        }

        return value;
    }
}
