namespace Samlet.Tests.Support;

/// <summary>A folder of its own for one test, gone with it.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("samlet-test-").FullName;

    public string PathOf(string name) => System.IO.Path.Join(Path, name);

    public string Write(string name, string text)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!); // Never a root: `Path` is in front.
        File.WriteAllText(path, text);
        return path;
    }

    public string CreateFolder(string name) => Directory.CreateDirectory(PathOf(name)).FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
