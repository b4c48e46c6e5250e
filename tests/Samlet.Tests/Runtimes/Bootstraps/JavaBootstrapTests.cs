using Samlet.Functions;
using Samlet.Runtimes;
using Samlet.Runtimes.Interpreters;
using Samlet.Tests.Support;

namespace Samlet.Tests.Runtimes.Bootstraps;

/// <summary>How the bootstrap of Java is compiled, and when not.</summary>
public sealed class JavaBootstrapTests : IDisposable
{
    private const int Limit = 120_000;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = Limit)]
    public async Task It_is_compiled_once_with_an_archive_where_java_can_make_one()
    {
        var interpreter = await JavaInterpreter.FindAsync();
        List<string> progress = [];
        var bootstrap = New();

        var folder = await bootstrap.FolderForAsync(interpreter.Java, progress.Add, CancellationToken.None);
        var again = await bootstrap.FolderForAsync(interpreter.Java, progress.Add, CancellationToken.None);

        Assert.Equal(folder, again);
        Assert.Equal(
            $"compiling the Java bootstrap for Java {interpreter.Java.Version} (only once)", Assert.Single(progress));
        Assert.Equal(interpreter.Major >= 13, JavaBootstrap.ArchiveIn(folder) is not null);
    }

    /// <summary>A part is lost, or its place is there and the content is not, as after a crash.</summary>
    [Fact(Timeout = Limit)]
    public async Task A_broken_archive_is_made_again()
    {
        var interpreter = await JavaInterpreter.FindAsync();
        Machine.Require(interpreter.Major >= 14, "a java that makes archives of class data");
        var folder = await New().FolderForAsync(interpreter.Java, static _ => { }, CancellationToken.None);
        var size = Length();
        foreach (var left in (long[])[1000, size])
        {
            var archive = JavaBootstrap.ArchiveIn(folder)!; // These versions make one.
            File.Delete(archive); // Some make it read-only.
            await File.WriteAllBytesAsync(archive, new byte[left], TestContext.Current.CancellationToken);
            Assert.Null(JavaBootstrap.ArchiveIn(folder));

            Assert.Equal(folder, await New().FolderForAsync(interpreter.Java, static _ => { }, CancellationToken.None));
            Assert.InRange(Length(), size / 2, size * 2);
        }

        long Length() => new FileInfo(JavaBootstrap.ArchiveIn(folder)!).Length;
    }

    [Fact(Timeout = Limit)]
    public async Task Another_JDK_compiles_for_a_runtime_that_cannot()
    {
        var interpreter = await JavaInterpreter.FindAsync();
        var jre = interpreter.Java with { Prefix = _folder.PathOf("jre") };
        var bootstrap = New();

        var folder = await bootstrap.FolderForAsync(jre, static _ => { }, CancellationToken.None);

        Assert.True(File.Exists(Path.Join(folder, JavaBootstrap.JarName)));
    }

    [Fact(Timeout = Limit)]
    public async Task Without_any_compiler_the_error_names_what_to_install()
    {
        Directory.CreateDirectory(_folder.PathOf("jre/bin"));
        var java = new Interpreter
        {
            Family = RuntimeFamily.Java,
            Program = _folder.PathOf("jre/bin/java"),
            Version = "17.0.1",
            Prefix = _folder.PathOf("jre"),
            Origin = "test",
        };

        var error = Assert.Throws<UserErrorException>(() => JavaBootstrap.CompilerFor(java, []));

        Assert.Contains("comes without a compiler", error.Message, StringComparison.Ordinal);
        Assert.Contains("17", error.Hint, StringComparison.Ordinal);
    }

    private JavaBootstrap New()
    {
        var cache = new CacheFolder(_folder.PathOf("cache"));
        return new JavaBootstrap(
            new BootstrapStore(cache, typeof(BootstrapStore).Assembly),
            cache,
            new InterpreterLocator(HostEnvironment.OfThisProcess(), cache));
    }
}
