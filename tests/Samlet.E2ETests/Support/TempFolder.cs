using System.Text;

namespace Samlet.E2ETests.Support;

/// <summary>
/// An empty folder of a test's own, gone with the test. Its name is unique, so it also marks the processes of that
/// test.
/// </summary>
internal sealed class TempFolder : IDisposable
{
    public TempFolder() => Directory.CreateDirectory(Path);

    public string Path { get; } = System.IO.Path.Combine(
        System.IO.Path.GetTempPath(), $"samlet-e2e-{Guid.NewGuid():N}");

    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] content)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    public string WriteProgram(string name, string text)
    {
        var path = Write(name, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
        }

        return path;
    }

    /// <summary>A link to itself cannot be opened by anyone, root included.</summary>
    public void MakeUnreadable(string name)
    {
        File.Delete(PathOf(name));
        File.CreateSymbolicLink(PathOf(name), PathOf(name));
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
