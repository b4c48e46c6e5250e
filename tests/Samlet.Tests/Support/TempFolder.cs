using System.Diagnostics;
using System.Text;

namespace Samlet.Tests.Support;

/// <summary>
/// A folder of its own for one test, gone with it. Its name is unique, so it also marks the processes of that test.
/// </summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("samlet-test-").FullName;

    public string PathOf(string name) => System.IO.Path.Join(Path, name);

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] content)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!); // Never a root: `Path` is in front.
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>
    /// A script that can be run at once. What is open for writing here is also open in every process that another test
    /// starts at this moment, until that runs its own program, and nobody can run a file that is open for writing
    /// (ETXTBSY). So the file to run is a copy that `cp` makes.
    /// </summary>
    public string WriteProgram(string name, string text)
    {
        var path = Write(name, text);
        if (!OperatingSystem.IsWindows())
        {
            const string Replace = """cp "$1" "$1.new" && chmod 755 "$1.new" && mv "$1.new" "$1" """;
            using var shell = Process.Start("/bin/sh", ["-c", Replace, "sh", path]);
            shell.WaitForExit();
            Assert.Equal(0, shell.ExitCode);
        }

        return path;
    }

    public string CreateFolder(string name) => Directory.CreateDirectory(PathOf(name)).FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
