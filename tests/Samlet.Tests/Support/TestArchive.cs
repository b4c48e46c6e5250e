using System.IO.Compression;

namespace Samlet.Tests.Support;

/// <summary>Writes zip archives entry by entry, also ones that no ordinary program would make.</summary>
internal static class TestArchive
{
    private const int LinkMode = 0xA1FF;

    public static void Create(string path, params (string Name, string Text, int Mode)[] entries)
    {
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (name, text, mode) in entries)
        {
            var entry = zip.CreateEntry(name);
            entry.ExternalAttributes = mode << 16;
            using var writer = new StreamWriter(entry.Open());
            writer.Write(text);
        }
    }

    public static (string Name, string Text, int Mode) Entry(string name, string text = "", int mode = 0x81A4) =>
        (name, text, mode);

    public static (string Name, string Text, int Mode) Link(string name, string target) => (name, target, LinkMode);
}
