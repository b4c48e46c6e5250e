using Samlet.Tests.Support;

namespace Samlet.Tests;

/// <summary>
/// Compares what is read with the recorded output of the SAM translator, for every template of its public test data
/// that lies in `../shared/corpus` (or where SAMLET_CORPUS says).
/// </summary>
public sealed class CorpusTests(ITestOutputHelper output)
{
    [Fact]
    public void Functions_are_as_the_translator_makes_them()
    {
        var (right, wrong) = (0, new List<string>());
        foreach (var (template, expected) in Corpus.Read())
        {
            var functions = Corpus.Open(template);
            var found = functions.Entries.ToDictionary(entry => entry.LogicalId, functions.Read);
            wrong.AddRange(found.Keys.Where(id => !expected.GetProperty("functions").TryGetProperty(id, out _))
                .Select(id => $"{template}: {id} is not expected"));
            foreach (var function in expected.GetProperty("functions").EnumerateObject())
            {
                var faults = Corpus.Compare(found.GetValueOrDefault(function.Name), function.Value);
                wrong.AddRange(faults.Select(fault => $"{template}: {function.Name}: {fault}"));
                right += faults.Count == 0 ? 1 : 0;
            }
        }

        output.WriteLine($"functions: {right} as expected, {wrong.Count} faults");
        wrong.ForEach(output.WriteLine);
        Assert.True(right >= 99 * (right + wrong.Count) / 100, $"{wrong.Count} faults");
        Assert.DoesNotContain(wrong, fault => fault.EndsWith("is not expected", StringComparison.Ordinal));
    }

    /// <summary>
    /// The expectations lack routes below an Fn::If, and those that lead to a function through its alias.
    /// </summary>
    [Fact]
    public void Routes_are_as_the_translator_makes_them()
    {
        var (right, beyond, missing, extra) = (0, 0, new List<string>(), new List<string>());
        foreach (var (template, expected) in Corpus.Read())
        {
            var (certain, others) = Corpus.RoutesOf(Corpus.Open(template));
            foreach (var route in Corpus.RoutesOf(expected))
            {
                if (certain.Remove(route) || others.Remove(route))
                {
                    right++;
                }
                else
                {
                    missing.Add($"{template}: {route} is missing");
                }
            }

            beyond += others.Count;
            extra.AddRange(certain.Select(route => $"{template}: {route} is not expected"));
        }

        output.WriteLine($"routes: {right} as expected, {missing.Count} missing, {extra.Count} not expected");
        output.WriteLine($"routes below an Fn::If or through an alias, which no expectation tells: {beyond}");
        output.WriteLine(string.Join('\n', missing.Concat(extra)));
        Assert.InRange(missing.Count, 0, 2 * (right + missing.Count) / 100);
        Assert.InRange(extra.Count, 0, 2 * (right + extra.Count) / 100);
    }
}
