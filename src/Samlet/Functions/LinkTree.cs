namespace Samlet.Functions;

/// <summary>The symbolic links of an archive, by name, and where they lead when all of them are in place.</summary>
internal sealed class LinkTree(string root)
{
    private const int MostSteps = 40; // What Linux follows before it gives up.

    private readonly Dictionary<string, string> _targets = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> All => _targets;

    /// <summary>
    /// A target below what the archive's folder is called on Lambda (`/opt/lib/x`) becomes a relative one, which leads
    /// there wherever that folder is.
    /// </summary>
    public void Add(string name, string target) =>
        _targets[name] = target == root || target.StartsWith(root + '/', StringComparison.Ordinal)
            ? FromRoot(name, target[root.Length..].TrimStart('/'))
            : target;

    private static string FromRoot(string name, string rest) =>
        string.Concat(Enumerable.Repeat("../", name.Count(letter => letter == '/'))) + (rest.Length > 0 ? rest : ".");

    /// <summary>
    /// Follows the link part by part, through other links too: a target that looks harmless can lead outside by way
    /// of a link that shortens the path. False also for links that lead in circles. No link is below another one.
    /// </summary>
    public bool StaysInside(string name)
    {
        List<string> place = [];
        Stack<string> rest = new();
        PushParts(rest, name);
        var steps = 0;
        while (rest.TryPop(out var part))
        {
            if (!Enter(place, part) || (FindTarget(place) is { } target && !Follow(target, place, rest, ref steps)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Enter(List<string> place, string part)
    {
        if (part is "" or ".")
        {
            return true;
        }

        if (part != "..")
        {
            place.Add(part);
            return true;
        }

        if (place.Count == 0)
        {
            return false;
        }

        place.RemoveAt(place.Count - 1);
        return true;
    }

    private static bool Follow(string target, List<string> place, Stack<string> rest, ref int steps)
    {
        if (++steps > MostSteps || target.Length == 0 || target[0] == '/' || target.AsSpan().ContainsAny('\\', '\0'))
        {
            return false;
        }

        place.RemoveAt(place.Count - 1);
        PushParts(rest, target);
        return true;
    }

    private string? FindTarget(List<string> place) => _targets.GetValueOrDefault(string.Join('/', place));

    private static void PushParts(Stack<string> rest, string path)
    {
        var parts = path.Split('/');
        for (var index = parts.Length - 1; index >= 0; index--)
        {
            rest.Push(parts[index]);
        }
    }
}
