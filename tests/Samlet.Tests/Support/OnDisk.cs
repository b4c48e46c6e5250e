namespace Samlet.Tests.Support;

/// <summary>Files as a test looks at them: at once, since nothing else happens meanwhile.</summary>
internal static class OnDisk
{
    public static string Text(string path) => File.ReadAllText(path);

    public static byte[] Bytes(string path) => File.ReadAllBytes(path);

    public static string[] Lines(string path) => File.ReadAllLines(path);

    public static void Write(string path, string text) => File.WriteAllText(path, text);

    public static void Write(string path, byte[] content) => File.WriteAllBytes(path, content);
}
