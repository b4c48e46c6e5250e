using System.Globalization;

namespace Samlet.Runtimes.Interpreters;

/// <summary>
/// The one small file of the cache that keeps choices and what programs said about themselves: a line each, fields
/// between tabs, newest first. A line that cannot be read counts as absent, and so does the whole file.
/// </summary>
internal sealed class InterpreterMemory(CacheFolder cache)
{
    private const string Header = "samlet interpreters 1";
    private const string Kind = "interpreters";
    private const int MaximumLines = 64;

    private readonly List<(string Start, string Line)> _added = [];
    private string[]? _lines;

    private string FilePath => Path.Join(cache.Path, Kind, "known");

    /// <summary>Null also when anything the choice depends on has changed.</summary>
    public RememberedChoice? FindChoice(SearchKey key)
    {
        if (Find(ChoiceStart(key)) is not
            [_, _, _, var folders, var programs, var file, var size, var time, var warning, .. { Length: 5 } rest])
        {
            return null;
        }

        return folders == Text(key.Folders)
            && (programs.Length == 0 || programs == Text(key.Programs))
            && IsUnchanged(file, size, time)
                ? new RememberedChoice(ReadInterpreter(key, rest), warning.Length == 0 ? null : warning, file)
                : null;
    }

    public void AddChoice(SearchKey key, RememberedChoice choice)
    {
        var interpreter = choice.Interpreter;
        Add(
            ChoiceStart(key),
            [
                Text(key.Folders), choice.IsExact ? "" : Text(key.Programs),
                choice.CheckedFile, .. StampOf(choice.CheckedFile), choice.Warning ?? "",
                interpreter.Program, interpreter.Version, interpreter.Prefix, interpreter.VirtualEnvironment ?? "",
                interpreter.Origin,
            ]);
    }

    public ProgramAnswer? FindAnswer(string program) =>
        Find(AnswerStart(program)) is [_, _, var size, var time, var version, var real, var prefix]
        && IsUnchanged(program, size, time)
        && InterpreterVersion.Parse(version) is { } parsed
            ? new ProgramAnswer(parsed, real, prefix)
            : null;

    public void AddAnswer(string program, ProgramAnswer answer) =>
        Add(AnswerStart(program), [.. StampOf(program), answer.Version.Text, answer.Program, answer.Prefix]);

    /// <summary>
    /// Writes what was added. A cache that cannot be written only means that the next call searches again.
    /// </summary>
    public void Save()
    {
        if (_added.Count == 0)
        {
            return;
        }

        try
        {
            var partial = Path.Join(cache.Subfolder(Kind), ".partial-" + Guid.NewGuid().ToString("N"));
            var lines = _added.Select(added => added.Line).Concat(Read().Where(line => !IsReplaced(line)));
            File.WriteAllLines(partial, [Header, .. lines.Take(MaximumLines)]);
            File.Move(partial, FilePath, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or UserErrorException)
        {
        }
    }

    private static Interpreter ReadInterpreter(SearchKey key, string[] fields) => new()
    {
        Family = key.Family,
        Program = fields[0],
        Version = fields[1],
        Prefix = fields[2],
        VirtualEnvironment = fields[3].Length == 0 ? null : fields[3],
        Origin = fields[4],
    };

    private static bool IsUnchanged(string file, string size, string time) =>
        StampOf(file) is [var sizeNow, var timeNow] && sizeNow == size && timeNow == time;

    /// <summary>Size and time; nothing when there is no such file.</summary>
    private static string[] StampOf(string file)
    {
        var info = new FileInfo(file);
        return info.Exists ? [Text((ulong)info.Length), Text((ulong)info.LastWriteTimeUtc.Ticks)] : [];
    }

    private static string ChoiceStart(SearchKey key) => $"choice\t{key.Runtime}\t{Text(key.Question)}\t";

    private static string AnswerStart(string program) => $"answer\t{program}\t";

    private static string Text(ulong number) => number.ToString("x", CultureInfo.InvariantCulture);

    private void Add(string start, string[] fields)
    {
        var line = start + string.Join('\t', fields);
        if (line.AsSpan().IndexOfAny('\r', '\n') < 0)
        {
            _added.Add((start, line));
        }
    }

    private bool IsReplaced(string line) =>
        _added.Exists(added => line.StartsWith(added.Start, StringComparison.Ordinal));

    private string[]? Find(string start) =>
        Array.Find(_lines ??= Read(), line => line.StartsWith(start, StringComparison.Ordinal))?.Split('\t');

    private string[] Read()
    {
        try
        {
            return File.Exists(FilePath) && File.ReadAllText(FilePath).Split('\n') is [Header, .. var lines]
                ? lines
                : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
