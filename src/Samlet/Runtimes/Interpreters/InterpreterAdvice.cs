using Samlet.Functions;

namespace Samlet.Runtimes.Interpreters;

/// <summary>What to tell when the right interpreter is missing, with the commands that get it here.</summary>
internal sealed class InterpreterAdvice(InstallFolders folders, RuntimeIdentifier runtime)
{
    private string Wanted => $"{Language} {runtime.InterpreterVersion}";

    private string Language => LanguageOf(runtime.Family);

    public static string LanguageOf(RuntimeFamily family) => family switch
    {
        RuntimeFamily.Node => "Node.js",
        RuntimeFamily.Dotnet => ".NET",
        _ => family.ToString(),
    };

    public string Warning(Interpreter interpreter) =>
        $"`{runtime.Name}` runs with {Language} {interpreter.Version} (`{interpreter.Program}`) "
        + $"because {Wanted} was not found; {InstallHint(1)}";

    public UserErrorException OtherVersion(Interpreter interpreter) => new(
        $"{Wanted} for runtime `{runtime.Name}` was not found; "
        + $"the nearest is {interpreter.Version} (`{interpreter.Program}`)",
        $"{InstallHint()}; or leave out `--runtime-version exact`");

    public UserErrorException NoneFound() => new(
        $"{Wanted} for runtime `{runtime.Name}` was not found, nor another version that can run it",
        InstallHint());

    private string InstallHint(int count = int.MaxValue)
    {
        var managers = folders.Of(runtime.Family)
            .Where(folder => Directory.Exists(folder.Folder))
            .Select(folder => folder.Origin);
        var commands = InstallCommands.For(runtime.Family, runtime.InterpreterVersion, managers)
            .Take(count)
            .Select(command => $"`{command}`")
            .DefaultIfEmpty("the system's package manager");
        return $"install it with {string.Join(" or ", commands)}";
    }
}
