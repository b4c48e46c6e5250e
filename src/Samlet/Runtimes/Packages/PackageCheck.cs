namespace Samlet.Runtimes.Packages;

/// <summary>What `samlet runtime install` has installed.</summary>
internal static class PackageCheck
{
    private const string Id = "packages";

    public static IReadOnlyList<CheckResult> Run(PackageStore store) => store.ReadAll() is [_, ..] all
        ? [.. all.Select(Describe)]
        : [CheckResult.Ok(Id, "none that Lambda's runtimes carry; `samlet runtime install` gets them")];

    private static CheckResult Describe(InstalledPackages one) =>
        CheckResult.Ok(Id, $"{one.Runtime.Name}: {string.Join(", ", one.Names)}") with
        {
            Details = [new("runtime", one.Runtime.Name), new("path", one.Folder)],
        };
}
