using System.Globalization;
using System.Text;
using Samlet.Caches;

namespace Samlet.Cli;

/// <summary>One `clean`: removes, and tells what was freed.</summary>
internal sealed class CleanRun(CleanOptions options, Composition composition)
{
    private readonly CommandLineContext _context = composition.Context;

    public Task<ExitCode> RunAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var content = CacheContent.Read(composition.Cache);
        foreach (var link in content.Links)
        {
            _context.Reporter.Warning($"`{link}` is a link and is left as it is");
        }

        var choice = new CleaningChoice(options.Groups)
        {
            UsedBefore = composition.Time.GetUtcNow().UtcDateTime - options.OlderThan,
            IsDryRun = options.IsDryRun,
        };
        var cleaned = new CacheCleaning(composition.Cache, composition.Time).Clean(choice, content);
        _context.Print(Tell(cleaned));
        var stubborn = cleaned.Select(static group => group.Stubborn).FirstOrDefault(static path => path is not null);
        return stubborn is null ? Task.FromResult(ExitCode.Success) : throw new UserErrorException(
            $"`{stubborn}` cannot be removed", "is it yours?");
    }

    private string Tell(IReadOnlyList<CleanedGroup> cleaned)
    {
        var text = new StringBuilder();
        var table = new TextTable("");
        foreach (var group in cleaned.Where(static group => group.Removed + group.Kept > 0))
        {
            table.Add(
                CleanCommand.NameOf(group.Group),
                DataSize.Format(group.RemovedBytes),
                Entries(group.Removed),
                group.Kept > 0 ? $"{DataSize.Format(group.KeptBytes)} in use" : "");
        }

        table.AppendTo(text);
        var freed = DataSize.Format(cleaned.Sum(static group => group.RemovedBytes));
        _ = text.Append(options.IsDryRun ? "would free " : "freed ").Append(freed)
            .Append(" in `").Append(composition.Cache.Path).Append("`\n");
        return text.ToString();
    }

    private static string Entries(int count) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? "entry" : "entries")}");
}
