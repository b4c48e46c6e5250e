using System.Text.RegularExpressions;
using Samlet.Caches;
using Samlet.Tests.Support;

namespace Samlet.Tests.Caches;

public sealed partial class CacheKindTests
{
    [Fact]
    public void Whatever_the_sources_put_into_the_cache_is_known_to_those_who_clear_it()
    {
        var named = from file in Repository.FilesBelow("src/Samlet")
                    where file.EndsWith(".cs", StringComparison.Ordinal)
                    let text = File.ReadAllText(file)
                    where text.Contains("CacheFolder", StringComparison.Ordinal)
                    from Match match in Kinds().Matches(text)
                    select match.Groups["kind"].Value;
        string[] kinds = [.. named.Distinct()];

        Assert.Contains("unpacked", kinds);
        Assert.Contains("locks", kinds);
        Repository.AssertNone(kinds.Except(CacheKind.All.Select(static kind => kind.Folder)));
    }

    [GeneratedRegex("""(Kind = |(Subfolder|Entry|Find|Scratch|ReplaceAsync|RemoveEntry)\()"(?<kind>[a-z-]+)";?""")]
    private static partial Regex Kinds();
}
