using Samlet.Functions;

namespace Samlet.Runtimes.Packages;

/// <summary>What was installed for a runtime.</summary>
/// <param name="Runtime">The runtime's identifier.</param>
/// <param name="Folder">Where the packages are.</param>
/// <param name="Names">What was asked for, with a version where one was.</param>
internal sealed record InstalledPackages(RuntimeIdentifier Runtime, string Folder, IReadOnlyList<string> Names);

/// <summary>
/// The packages that stand for those in `/var/runtime`, by runtime: `[cache]/packages/[runtime]/`, laid out as the
/// language's own tool does it. A runtime's folder is exchanged as a whole, so that nobody sees a part of it.
/// </summary>
internal sealed class PackageStore(CacheFolder cache)
{
    private const string Kind = "packages";
    private const string ListName = "samlet-packages.txt";

    /// <summary>The folder; null when nothing was installed.</summary>
    public string? Find(RuntimeIdentifier runtime) => cache.Find(Kind, runtime.Name);

    public InstalledPackages? Read(RuntimeIdentifier runtime) =>
        Path.Join(cache.Path, Kind, runtime.Name) is var folder && Directory.Exists(folder)
        ? new InstalledPackages(runtime, folder, ReadNames(folder))
        : null;

    public IReadOnlyList<InstalledPackages> ReadAll() =>
        [.. RuntimeIdentifier.All.Select(Read).OfType<InstalledPackages>()];

    /// <summary>`fill` installs into the folder it is given; only when it returns is anything of it seen.</summary>
    public async Task ReplaceAsync(RuntimeIdentifier runtime, IReadOnlyList<string> names, Func<string, Task> fill)
    {
        await cache.ReplaceAsync(Kind, runtime.Name, async folder =>
        {
            await fill(folder);
            await File.WriteAllLinesAsync(Path.Join(folder, ListName), names);
        });
    }

    public void Remove(RuntimeIdentifier runtime) => cache.RemoveEntry(Kind, runtime.Name);

    /// <summary>Until it is disposed of, no other process installs or removes packages of this runtime.</summary>
    /// <exception cref="UserErrorException">Another one does so now.</exception>
    public IDisposable Lock(RuntimeIdentifier runtime)
    {
        try
        {
            var file = Path.Join(cache.Subfolder(Kind), $".lock-{runtime.Name}");
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error)
        {
            throw new UserErrorException(
                $"the packages of {runtime.Name} are being installed or removed by another process",
                "wait until it is done, then try again",
                error);
        }
    }

    private static string[] ReadNames(string folder)
    {
        var file = Path.Join(folder, ListName);
        return File.Exists(file) ? File.ReadAllLines(file) : [];
    }
}
