namespace Samlet.Runtimes.Images;

/// <summary>
/// Where paths of a room are on this computer: below the root of the image, its links followed as they are in the room,
/// or in the folders that are mounted there.
/// </summary>
internal sealed class ImagePaths(string root, RuntimeFolders? folders)
{
    private const int MostSteps = 40;
    private const string DefaultSearchPath = "/usr/local/bin:/usr/bin:/bin";

    /// <summary>The program as it is to be started, or why it cannot be; in the service's words.</summary>
    public (string Path, StartFailure? Failure) FindProgram(
        ImageCommand command, IReadOnlyList<KeyValuePair<string, string>> variables)
    {
        if (command.Words is not [var word, ..])
        {
            return ("", null); // Somebody else says that there is none.
        }

        if (!Directory.Exists(Locate(command.WorkingFolder)))
        {
            var reason = $"chdir {command.WorkingFolder}: no such file or directory";
            return (word, Fail(FunctionErrorType.InvalidWorkingFolder, reason, command));
        }

        var program = word.Contains('/', StringComparison.Ordinal)
            ? Path.Join(word.StartsWith('/') ? "" : command.WorkingFolder + "/", word)
            : Search(word, variables);
        if (program is null)
        {
            return (word, Fail(
                FunctionErrorType.InvalidEntrypoint, $"exec: \"{word}\": executable file not found in $PATH", command));
        }

        return ProgramCheck.FaultOf(Locate(program), Locate) is { } fault
            ? (program, Fail(FunctionErrorType.InvalidEntrypoint, $"fork/exec {word}: {fault}", command))
            : (program, null);
    }

    /// <summary>The place of a path of the room on this computer.</summary>
    public string Locate(string path)
    {
        var rest = new Stack<string>(Parts(path).Reverse());
        List<string> place = [];
        for (var steps = 0; rest.TryPop(out var part);)
        {
            if (part == "..")
            {
                place.RemoveRange(Math.Max(0, place.Count - 1), Math.Min(1, place.Count));
                continue;
            }

            place.Add(part);
            if (new FileInfo(Real(place)).LinkTarget is { } target && ++steps <= MostSteps)
            {
                var kept = target.StartsWith('/') ? 0 : place.Count - 1;
                place.RemoveRange(kept, place.Count - kept);
                Parts(target).Reverse().ToList().ForEach(rest.Push);
            }
        }

        return Real(place);
    }

    private string Real(List<string> place) => place switch
    {
        ["var", "task", ..] when folders is not null => Path.Join([folders.Task, .. place[2..]]),
        ["opt", ..] when folders is { Layers.Count: > 0 } => InLayers(place[1..], folders.Layers),
        _ => Path.Join([root, .. place]),
    };

    private static string InLayers(List<string> place, IReadOnlyList<string> layers) =>
        layers.Reverse().Select(layer => Path.Join([layer, .. place])).FirstOrDefault(Path.Exists)
        ?? Path.Join([layers[0], .. place]);

    private string? Search(string name, IReadOnlyList<KeyValuePair<string, string>> variables)
    {
        var path = variables.LastOrDefault(static pair => pair.Key == "PATH").Value ?? DefaultSearchPath;
        return path.Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => $"{folder}/{name}")
            .FirstOrDefault(candidate => File.Exists(Locate(candidate)));
    }

    private static IEnumerable<string> Parts(string path) =>
        path.Split('/').Where(static part => part is not ("" or "."));

    private static StartFailure Fail(string errorType, string reason, ImageCommand command) => new(errorType, reason)
    {
        ImageLine = $"Launch error: {reason}\t{command.Description}",
    };
}
