using System.Text.Json;

namespace Samlet.E2ETests.Support;

/// <summary>
/// The versions of interpreters that this computer has, as `samlet doctor` tells. A version that is absent has no test
/// here: `tests/versions/run` is given those that it tries.
/// </summary>
internal static class InstalledVersions
{
    private static readonly Lazy<Task<HashSet<string>>> Found = new(AskAsync);

    /// <summary>For calls that shall find the JDK and the .NET runtime under test.</summary>
    public static Dictionary<string, string> Variables { get; } = VariablesOfThisRun();

    /// <summary>As runtimes of Lambda: `nodejs22.x`, `java8.al2`.</summary>
    public static Task<HashSet<string>> FindAsync() => Found.Value;

    private static async Task<HashSet<string>> AskAsync()
    {
        using var folder = new TempFolder();
        var doctor = new TestProgram(folder, "doctor", "--json") { Environment = Variables };
        var result = await doctor.RunAsync();
        var checks = JsonDocument.Parse(result.Out).RootElement.GetProperty("checks").EnumerateArray();
        return [.. checks.SelectMany(static check => Runtimes(
            check.GetProperty("id").GetString()!, // Every check has one.
            check.GetProperty("details").EnumerateObject().Select(static detail => detail.Name)))];
    }

    private static IEnumerable<string> Runtimes(string language, IEnumerable<string> versions) =>
        from version in versions
        let numbers = version.Split('.', '_', '-', '+')
        from name in (string[])(language switch
        {
            "nodejs" => [$"nodejs{numbers[0]}.x"],
            "python" or "ruby" => [$"{language}{numbers[0]}.{numbers[1]}"],
            "java" when numbers[0] == "1" => ["java8.al2"],
            "java" or "dotnet" => [$"{language}{numbers[0]}"],
            _ => [],
        })
        select name;

    private static Dictionary<string, string> VariablesOfThisRun()
    {
        Dictionary<string, string> variables = [];
        if (Environment.GetEnvironmentVariable("SAMLET_TEST_JAVA_HOME") is { Length: > 0 } java)
        {
            variables["JAVA_HOME"] = java;
        }

        if (Environment.GetEnvironmentVariable("SAMLET_TEST_DOTNET") is { Length: > 0 } dotnet)
        {
            variables["DOTNET_ROOT"] = Path.GetDirectoryName(dotnet)!; // A program, never a root.
        }

        return variables;
    }
}
