using System.Globalization;
using System.IO.Compression;
using Samlet.Functions;
using Samlet.Runtimes.Interpreters;
using Samlet.Sandboxes.Native;

namespace Samlet.Runtimes;

/// <summary>
/// The bootstrap of Java, compiled on first use with the compiler of the java that runs it, else with another of this
/// computer: `[cache]/java/[content hash of the sources]-[hash of the installation]/` has `bootstrap.jar` and an
/// archive of class data, which that very installation made and which saves it half of its start.
/// </summary>
internal sealed class JavaBootstrap(BootstrapStore sources, CacheFolder cache, InterpreterLocator interpreters)
{
    public const string JarName = "bootstrap.jar";

    /// <summary>What the service's client changes of Java's security properties.</summary>
    public const string SecurityName = "lambda-security.properties";

    private const string Kind = "java";
    private const string ArchivePrefix = "classes-";
    private const string ArchiveExtension = ".jsa";
    private const int FirstWithArchives = 14;

    /// <summary>What an archive begins with, in the order of bytes of the computer.</summary>
    private const uint ArchiveMagic = 0xf00baba2;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>The folder with the compiled bootstrap.</summary>
    /// <exception cref="UserErrorException">There is no compiler, or it fails.</exception>
    public async ValueTask<string> FolderForAsync(
        Interpreter java, Action<string> progress, CancellationToken cancellationToken)
    {
        var source = sources.FolderOf(RuntimeFamily.Java);
        var name = $"{Path.GetFileName(source)}-{IdentityOf(java)}";
        var folder = cache.Find(Kind, name);
        if (folder is not null && FindArchive(folder) is not null)
        {
            return folder;
        }

        progress($"compiling the Java bootstrap for Java {java.Version} (only once)");
        folder ??= await CompileAsync(java, source, name, cancellationToken);
        await ArchiveAsync(java, folder, cancellationToken);
        return folder;
    }

    /// <summary>The archive of class data of such a folder; null where java could not make one.</summary>
    public static string? ArchiveIn(string folder) =>
        FindArchive(folder) is { Length: > 0 } archive ? archive.FullName : null;

    private static FileInfo? FindArchive(string folder)
    {
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles($"{ArchivePrefix}*{ArchiveExtension}"))
        {
            if (file.Name == ArchiveName(file.Length) && IsArchive(file))
            {
                return file;
            }
        }

        return null;
    }

    /// <summary>The length is told by the name, so that one is made again that the disk has lost a part of.</summary>
    private static string ArchiveName(long length) =>
        string.Create(CultureInfo.InvariantCulture, $"{ArchivePrefix}{length}{ArchiveExtension}");

    private static bool IsArchive(FileInfo file)
    {
        if (file.Length == 0)
        {
            return true; // Java can make none.
        }

        Span<byte> start = stackalloc byte[sizeof(uint)];
        using var stream = file.OpenRead();
        return stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length
            && BitConverter.ToUInt32(start) == ArchiveMagic;
    }

    public static int Major(Interpreter java) => InterpreterVersion.Parse(java.Version)?.Major ?? 0;

    /// <summary>An update in place has another file `release`.</summary>
    private static string IdentityOf(Interpreter java)
    {
        var hash = new ContentHash();
        hash.Add(java.Program);
        hash.Add(java.Version);
        hash.Add((ulong)File.GetLastWriteTimeUtc(Path.Join(java.Prefix, "release")).Ticks);
        hash.Add((ulong)File.GetLastWriteTimeUtc(java.Program).Ticks);
        return hash.ToString();
    }

    private async Task<string> CompileAsync(
        Interpreter java, string source, string name, CancellationToken cancellationToken)
    {
        var (compiler, target) = CompilerOf(java) is { } own
            ? (own, [])
            : CompilerFor(java, await interpreters.FindAllAsync(RuntimeFamily.Java, cancellationToken));
        using var classes = cache.Scratch(Kind);
        await RunAsync(
            new ProgramCall(
                compiler,
                [
                    "-J-XX:TieredStopAtLevel=1", "-XDstringConcat=inline", "-XDignore.symbol.file", "-proc:none",
                    "-nowarn", "-encoding", "UTF-8", .. target,
                    "-d", classes.Path,
                    .. Directory.EnumerateFiles(source, "*.java", SearchOption.AllDirectories),
                ]),
            cancellationToken);
        return cache.Entry(Kind, name, folder =>
        {
            File.Copy(Path.Join(source, SecurityName), Path.Join(folder, SecurityName));
            ZipFile.CreateFromDirectory(
                classes.Path, Path.Join(folder, JarName), CompressionLevel.NoCompression, includeBaseDirectory: false);
        });
    }

    private static async Task RunAsync(ProgramCall call, CancellationToken cancellationToken)
    {
        var output = await ProgramOutput.ReadAsync(call with { TimeLimit = Limit }, cancellationToken);
        if (output is not { ExitCode: 0 })
        {
            throw new UserErrorException(
                $"`{call.Program}` cannot compile the Java bootstrap: {output?.ErrorOutput.Trim()}",
                "is this JDK complete? install another, or name one in JAVA_HOME");
        }
    }

    /// <summary>A compiler, and what it must be told so that its classes run on this java.</summary>
    public static (string Program, string[] Target) CompilerFor(Interpreter java, IEnumerable<Interpreter> others)
    {
        var release = Major(java).ToString(CultureInfo.InvariantCulture);
        foreach (var candidate in others.Prepend(java))
        {
            if (CompilerOf(candidate) is { } compiler)
            {
                return (compiler, Major(candidate) > Major(java) ? ["-source", release, "-target", release] : []);
            }
        }

        var commands = InstallCommands.For(RuntimeFamily.Java, release, []).Select(static command => $"`{command}`");
        throw new UserErrorException(
            $"`{java.Program}` comes without a compiler, which Samlet needs once for its Java bootstrap",
            $"install a JDK, with {string.Join(" or ", commands.DefaultIfEmpty("the system's package manager"))}");
    }

    private static string? CompilerOf(Interpreter java)
    {
        var program = Path.Join(java.Prefix, "bin", InstallPlaces.OnPlatform("javac.exe", "javac"));
        return File.Exists(program) ? program : null;
    }

    /// <summary>
    /// An archive holds the path of its jar, so it is made in place. One that cannot be made is left empty: java runs
    /// without it.
    /// </summary>
    private static async Task ArchiveAsync(Interpreter java, string folder, CancellationToken cancellationToken)
    {
        var partial = Path.Join(folder, $"{Guid.NewGuid():N}{ArchiveExtension}");
        if (Major(java) >= FirstWithArchives)
        {
            var classes = await ListClassesAsync(java, folder, cancellationToken);
            string[] arguments =
            [
                "-Xshare:dump", .. JavaFlags.ForArchive(partial), $"-XX:SharedClassListFile={classes}",
                "-cp", Path.Join(folder, JarName),
            ];
            _ = await ProgramOutput.ReadAsync(
                new ProgramCall(java.Program, arguments) { TimeLimit = Limit }, cancellationToken);
            File.Delete(classes);
        }

        var made = new FileInfo(partial);
        if (!made.Exists || !IsArchive(made))
        {
            await File.WriteAllBytesAsync(partial, [], cancellationToken);
            made.Refresh();
        }

        made.MoveTo(Path.Join(folder, ArchiveName(made.Length)), overwrite: true);
    }

    /// <summary>
    /// What java's own archive has, which this one takes the place of, and what the bootstrap needs: java starts faster
    /// from one archive than from one upon another.
    /// </summary>
    private static async Task<string> ListClassesAsync(
        Interpreter java, string folder, CancellationToken cancellationToken)
    {
        var list = Path.Join(folder, $"{Guid.NewGuid():N}.classes");
        string[] arguments =
        [
            $"-XX:DumpLoadedClassList={list}", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
            "-Djdk.reflect.useNativeAccessorOnly=true", "-cp", Path.Join(folder, JarName),
            "samlet.bootstrap.Main", "--train",
        ];
        _ = await ProgramOutput.ReadAsync(
            new ProgramCall(java.Program, arguments) { TimeLimit = Limit }, cancellationToken);
        var ofJava = Path.Join(java.Prefix, "lib", "classlist");
        if (File.Exists(ofJava))
        {
            await File.AppendAllTextAsync(
                list, await File.ReadAllTextAsync(ofJava, cancellationToken), cancellationToken);
        }

        return list;
    }
}
