using System.Globalization;
using Samlet.Functions;

namespace Samlet.Runtimes;

/// <summary>
/// The flags that the service starts java with: sizes by the memory of the function, the quick compiler only, the
/// collector for one core, an archive of class data; and those that make Java's texts UTF-8 wherever it runs. What
/// JAVA_TOOL_OPTIONS and its like say takes precedence.
/// Sources: command lines recorded on the service; JEP 310 (archive), JEP 400 (encodings), JEP 416 (reflection).
/// </summary>
internal static class JavaFlags
{
    private static readonly string[] OptionVariables = ["JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"];

    /// <param name="runtime">What the template asks for.</param>
    /// <param name="major">The version of the java that runs it.</param>
    /// <param name="memoryMegabytes">The function's memory size.</param>
    /// <param name="bootstrap">The folder of <see cref="JavaBootstrap"/>.</param>
    /// <param name="find">The function's variables.</param>
    public static IReadOnlyList<string> Of(
        RuntimeIdentifier runtime, int major, int memoryMegabytes, string bootstrap, Func<string, string?> find)
    {
        var options = string.Join(' ', OptionVariables.Select(find));
        return
        [
            .. Has(options, "TieredStopAtLevel", "TieredCompilation", "-Xint") ? None : ["-XX:TieredStopAtLevel=1"],
            .. ChoosesCollector(options) ? None : ["-XX:+UseSerialGC"],
            "-XX:-UsePerfData", // A file in /tmp that nobody reads.
            .. Sizes(runtime, memoryMegabytes, options),
            .. Encodings(major),
            .. Access(runtime, major),
            .. Archive(JavaBootstrap.ArchiveIn(bootstrap), options),
            .. Security(bootstrap, options),
        ];
    }

    /// <summary>Two of them would end java at once.</summary>
    private static bool ChoosesCollector(string options) =>
        options.Split(' ').Any(static option =>
            option.StartsWith("-XX:+Use", StringComparison.Ordinal) && option.EndsWith("GC", StringComparison.Ordinal));

    private static IEnumerable<string> Sizes(RuntimeIdentifier runtime, int megabytes, string options)
    {
        if (!Has(options, "-Xmx", "MaxHeapSize", "MaxRAM"))
        {
            yield return Size("MaxHeapSize", megabytes, 85);
        }

        // Later images no longer bound these two.
        if (runtime.InterpreterVersion is "8" or "11")
        {
            if (!Has(options, "MaxMetaspaceSize"))
            {
                yield return Size("MaxMetaspaceSize", megabytes, 10);
            }

            if (!Has(options, "ReservedCodeCacheSize"))
            {
                yield return Size("ReservedCodeCacheSize", megabytes, 5);
            }
        }
    }

    private static string Size(string name, int megabytes, int percent) =>
        string.Create(CultureInfo.InvariantCulture, $"-XX:{name}={megabytes * 1024L * percent / 100}k");

    /// <summary>Lambda's locale is en_US.UTF-8, which this computer may not have.</summary>
    private static string[] Encodings(int major) => major >= 19
        ? ["-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8", "-Dsun.jnu.encoding=UTF-8"]
        :
        [
            "-Dfile.encoding=UTF-8", "-Dsun.stdout.encoding=UTF-8", "-Dsun.stderr.encoding=UTF-8",
            "-Dsun.jnu.encoding=UTF-8",
        ];

    /// <summary>
    /// Java 8 and 11 show functions the trace as a variable, in a map that later ones keep closed. Method handles, with
    /// which later ones reflect, take milliseconds to set up. Two versions would warn of how the bootstrap takes over
    /// its connection.
    /// </summary>
    private static string[] Access(RuntimeIdentifier runtime, int major) =>
    [
        .. major >= 9 && runtime.InterpreterVersion is "8" or "11"
            ? ["--add-opens=java.base/java.util=ALL-UNNAMED"]
            : None,
        .. major is 24 or 25 ? ["--sun-misc-unsafe-memory-access=allow"] : None,
        .. major >= 18 ? ["-Djdk.reflect.useNativeAccessorOnly=true"] : None,
    ];

    /// <summary>Silent when java cannot use it: the function runs all the same.</summary>
    private static string[] Archive(string? archive, string options) =>
        archive is null || Has(options, "SharedArchiveFile", "-Xshare")
            ? None
            : ForArchive(archive);

    /// <summary>
    /// Later versions move an archive to a random address, and with it every pointer in it, which takes milliseconds.
    /// It is made with the same flags: where java does not know them there is none.
    /// </summary>
    public static string[] ForArchive(string archive) =>
        ["-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=0", $"-XX:SharedArchiveFile={archive}"];

    /// <summary>
    /// The service's client sets these at once, which costs milliseconds; here java reads them when one is needed.
    /// </summary>
    private static string[] Security(string bootstrap, string options) => Has(options, "java.security.properties")
        ? None
        : [$"-Djava.security.properties={Path.Join(bootstrap, JavaBootstrap.SecurityName)}"];

    private static string[] None => [];

    private static bool Has(string options, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (options.Contains(word, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
