using Samlet.Functions;
using Samlet.Runtimes.Interpreters;

namespace Samlet.Cli;

/// <summary>Which runtimes of Lambda this computer has interpreters for.</summary>
internal sealed class RuntimeSurvey(InterpreterLocator interpreters)
{
    private static readonly RuntimeFamily[] Families =
        [RuntimeFamily.Node, RuntimeFamily.Python, RuntimeFamily.Ruby, RuntimeFamily.Java, RuntimeFamily.Dotnet];

    public async Task<IReadOnlyList<FoundRuntime>> FindAsync(CancellationToken cancellationToken)
    {
        List<FoundRuntime> found = [];
        foreach (var family in Families)
        {
            foreach (var interpreter in await interpreters.FindAllAsync(family, cancellationToken))
            {
                AddRuntimesOf(interpreter, found);
            }
        }

        return found;
    }

    private static void AddRuntimesOf(Interpreter interpreter, List<FoundRuntime> found)
    {
        foreach (var runtime in RuntimeIdentifier.All)
        {
            if (runtime.Family == interpreter.Family
                && InterpreterVersion.Parse(runtime.InterpreterVersion) is { } wanted
                && InterpreterVersion.Parse(interpreter.Version)?.IsSameLine(runtime.Family, wanted) == true)
            {
                found.Add(new FoundRuntime(runtime.Name, interpreter.Program, interpreter.Version));
            }
        }
    }
}
