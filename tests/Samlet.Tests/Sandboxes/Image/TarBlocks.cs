using System.Text;

namespace Samlet.Tests.Sandboxes.Image;

/// <summary>An archive of tar made block by block, for what no library would write.</summary>
internal sealed class TarBlocks
{
    private const int BlockSize = 512;

    private readonly List<byte> _content = [];

    /// <summary>With two empty blocks at its end.</summary>
    public byte[] Bytes => [.. _content, .. new byte[2 * BlockSize]];

    public TarBlocks With(char type, string name, string content = "", string linkName = "") =>
        With(type, Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(content), linkName);

    /// <param name="type">Of the entry.</param>
    /// <param name="name">At most 100 bytes.</param>
    /// <param name="content">What is in it.</param>
    /// <param name="linkName">Where it leads.</param>
    /// <param name="change">Changes the header before its sum is made.</param>
    public TarBlocks With(char type, byte[] name, byte[] content, string linkName = "", Action<byte[]>? change = null)
    {
        var header = new byte[BlockSize];
        name.CopyTo(header, 0);
        Put(header, 100, "0000644\0");
        Put(header, 124, Octal(content.Length, 11));
        Put(header, 136, Octal(0, 11));
        header[156] = (byte)type;
        Put(header, 157, linkName);
        Put(header, 257, "ustar\000");
        change?.Invoke(header);
        Put(header, 148, "        ");
        Put(header, 148, Octal(header.Sum(one => one), 6) + "\0");
        _content.AddRange(header);
        _content.AddRange(content);
        _content.AddRange(new byte[(BlockSize - (content.Length % BlockSize)) % BlockSize]);
        return this;
    }

    /// <summary>An extended header for the entry that follows.</summary>
    public TarBlocks WithRecords(params (string Name, byte[] Value)[] records) => With(
        'x', "PaxHeaders/x"u8.ToArray(), [.. records.SelectMany(record => Record(record.Name, record.Value))]);

    public static void Put(byte[] header, int offset, string text) =>
        Encoding.Latin1.GetBytes(text).CopyTo(header, offset);

    private static string Octal(int number, int digits) => Convert.ToString(number, 8).PadLeft(digits, '0');

    /// <summary>The length at its beginning counts itself.</summary>
    private static byte[] Record(string name, byte[] value)
    {
        var rest = (byte[])[.. Encoding.UTF8.GetBytes($" {name}="), .. value, (byte)'\n'];
        var length = rest.Length + 1;
        while (length != rest.Length + $"{length}".Length)
        {
            length++;
        }

        return [.. Encoding.UTF8.GetBytes($"{length}"), .. rest];
    }
}
