using System.Globalization;
using Samlet.Caches;

namespace Samlet.Cli;

/// <summary>What `samlet clean` was told.</summary>
internal sealed record CleanOptions
{
    public required IReadOnlyList<CacheGroup> Groups { get; init; }

    /// <summary>Only what was not used for so long.</summary>
    public TimeSpan? OlderThan { get; init; }

    public bool IsDryRun { get; init; }
}

/// <summary>`samlet clean`: removes what can be made again.</summary>
internal static class CleanCommand
{
    private const string All = "all";

    private static readonly CacheGroup[] Groups =
        [CacheGroup.Code, CacheGroup.Layers, CacheGroup.Images, CacheGroup.Runtimes, CacheGroup.Packages];

    private static readonly OptionDefinition DryRun = new(
        "--dry-run", OptionKind.Flag, OptionGroup.General, "Only tell what would be removed");

    private static readonly OptionDefinition OlderThan = new(
        "--older-than", OptionKind.Text, OptionGroup.General, "Only what was not used for so long: `30d`, `12h`, `2w`")
    {
        ValueName = "TIME",
    };

    private static readonly ArgumentDefinition Kind =
        new("KIND", "`code`, `layers`, `images`, `runtimes`, `packages` or `all`")
        {
            IsRepeatable = true,
            Choices = [.. Groups.Select(NameOf), All],
        };

    public static CommandDefinition Create(Func<CleanOptions, CancellationToken, Task<ExitCode>> run) =>
        new("clean", "Empty the cache, or a part of it")
        {
            Description =
                "Removes what Samlet has made and can make again: unpacked code and layers, layers and images that were "
                + "fetched, compiled bootstraps. What a running Samlet uses stays. What `samlet runtime install` has "
                + "installed goes only with `packages` or `all`.",
            ExitCodes =
            [
                ("0", "it is removed, or in use"),
                ("1", "the folder is not a cache of Samlet's, or something cannot be removed"),
                ("2", "wrong usage of the command"),
            ],
            Examples =
            [
                new("See what is there", "samlet clean --dry-run"),
                new("Only images that were not used for a month", "samlet clean images --older-than 30d"),
                new("Everything", "samlet clean all"),
            ],
            Argument = Kind,
            Options = () => [DryRun, OlderThan],
            RunAsync = (values, cancellationToken) => run(Read(values), cancellationToken),
        };

    public static string NameOf(CacheGroup group) => group switch
    {
        CacheGroup.Code => "code",
        CacheGroup.Layers => "layers",
        CacheGroup.Images => "images",
        CacheGroup.Runtimes => "runtimes",
        _ => "packages",
    };

    private static CleanOptions Read(OptionValues values) => new()
    {
        Groups = ReadGroups(values.Arguments),
        OlderThan = values.Text(OlderThan) is { } text
            ? ParseTime(text) ?? throw UsageFault.Malformed(values.SourceOf(OlderThan), text, "30d")
            : null,
        IsDryRun = values.Flag(DryRun),
    };

    /// <summary>Packages are the one kind that somebody has asked for by name: they go only when asked for.</summary>
    private static CacheGroup[] ReadGroups(IReadOnlyList<string> words)
    {
        if (words.FirstOrDefault(static word => !Kind.Choices.Contains(word)) is { } unknown)
        {
            throw UsageFault.NotAChoice($"`{Kind.Name}`", unknown, Kind.Choices);
        }

        return words is [] ? [.. Groups.Except([CacheGroup.Packages])]
            : words.Contains(All) ? Groups
            : [.. Groups.Where(group => words.Contains(NameOf(group)))];
    }

    /// <summary>A whole number and its unit.</summary>
    private static TimeSpan? ParseTime(string text)
    {
        TimeSpan? unit = text[^1] switch
        {
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            'w' => TimeSpan.FromDays(7),
            _ => null,
        };
        return ushort.TryParse(text.AsSpan(0, text.Length - 1), CultureInfo.InvariantCulture, out var number)
            ? number * unit
            : null;
    }
}
