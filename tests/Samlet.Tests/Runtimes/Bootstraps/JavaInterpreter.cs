using Samlet.Functions;
using Samlet.Runtimes;
using Samlet.Runtimes.Interpreters;
using Samlet.Sandboxes.Native;
using Samlet.Tests.Support;

namespace Samlet.Tests.Runtimes.Bootstraps;

/// <summary>
/// The JDK that the tests run, the bootstrap compiled with it, and the sample functions compiled against that; each
/// once. It is the one of SAMLET_TEST_JAVA_HOME or JAVA_HOME, else the nearest to Java 17. A test is skipped without.
/// </summary>
internal sealed record JavaInterpreter(Interpreter Java, string Bootstrap, string Samples)
{
    private static readonly TempFolder Folder = new();
    private static readonly Lazy<Task<JavaInterpreter?>> Found = new(PrepareAsync);

    public int Major => JavaBootstrap.Major(Java);

    public static async Task<JavaInterpreter> FindAsync()
    {
        var found = await Found.Value;
        Machine.Require(found is not null, "a JDK");
        return found!; // Required above.
    }

    public static Task<string> CompileAsync(string compiler, string target, string classPath, params string[] files) =>
        RunAsync(compiler, [
            "-J-XX:TieredStopAtLevel=1", "-proc:none", "-nowarn", "-encoding", "UTF-8", "-Xlint:-options",
            "-cp", classPath, "-d", Directory.CreateDirectory(target).FullName, .. files]);

    private static async Task<JavaInterpreter?> PrepareAsync()
    {
        var variables = HostEnvironment.OfThisProcess().Variables.ToDictionary();
        if (variables.GetValueOrDefault("SAMLET_TEST_JAVA_HOME") is { Length: > 0 } chosen)
        {
            variables["JAVA_HOME"] = chosen;
        }

        var cache = new CacheFolder(Folder.PathOf("cache"));
        var locator = new InterpreterLocator(new HostEnvironment(variables, Folder.Path), cache);
        var found = await locator.FindAllAsync(RuntimeFamily.Java, CancellationToken.None);
        var java = found.FirstOrDefault(static java => File.Exists(Path.Join(java.Prefix, "bin", "javac")));
        if (java is null)
        {
            return null;
        }

        var sources = new BootstrapStore(cache, typeof(BootstrapStore).Assembly);
        var bootstrap = await new JavaBootstrap(sources, cache, locator)
            .FolderForAsync(java, static _ => { }, CancellationToken.None);
        var samples = Folder.PathOf("samples");
        _ = await CompileAsync(
            Path.Join(java.Prefix, "bin", "javac"),
            samples,
            Path.Join(bootstrap, JavaBootstrap.JarName),
            Directory.GetFiles(Path.Join(Repository.Root, "tests/Samlet.Tests/Runtimes/Bootstraps/JavaSamples"), "*.java", SearchOption.AllDirectories));
        return new JavaInterpreter(java, bootstrap, samples);
    }

    private static async Task<string> RunAsync(string program, string[] arguments)
    {
        var call = new ProgramCall(program, arguments) { TimeLimit = TimeSpan.FromMinutes(1) };
        var output = await ProgramOutput.ReadAsync(call, TestContext.Current.CancellationToken);
        Assert.True(output is { ExitCode: 0 }, output?.ErrorOutput);
        return output!.Output; // Asserted above.
    }
}
