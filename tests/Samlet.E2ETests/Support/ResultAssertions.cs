using System.Text.Json;

namespace Samlet.E2ETests.Support;

internal static class ResultAssertions
{
    /// <summary>Exit code 0 and this answer, byte for byte but for one line feed at the end.</summary>
    public static void IsAnswer(this ProgramResult result, string expected)
    {
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(expected, WithoutLineFeed(result.Out));
    }

    /// <summary>Exit code 3 and an error object on stdout; returns it.</summary>
    public static JsonElement IsFunctionError(this ProgramResult result, string type)
    {
        Assert.True(result.ExitCode == 3, result.ToString());
        var error = JsonDocument.Parse(result.Out).RootElement;
        Assert.Equal(type, error.GetProperty("errorType").GetString());
        return error;
    }

    /// <summary>
    /// This exit code, nothing on stdout and one `error:` line that has all of these parts; a `hint:` line follows.
    /// </summary>
    public static void IsRefusal(this ProgramResult result, int exitCode, params string[] parts)
    {
        Assert.True(result.ExitCode == exitCode, result.ToString());
        Assert.Equal("", result.Out);
        var line = Assert.Single(result.ErrorLines, line => line.StartsWith("error: ", StringComparison.Ordinal));
        Assert.All(parts, part => Assert.Contains(part, line, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", result.Err, StringComparison.Ordinal);
    }

    public static void HasHint(this ProgramResult result, string part)
    {
        var hints = result.ErrorLines.Where(line => line.StartsWith("hint: ", StringComparison.Ordinal));
        Assert.Contains(hints, hint => hint.Contains(part, StringComparison.Ordinal));
    }

    public static JsonElement Json(this ProgramResult result)
    {
        Assert.True(result.ExitCode == 0, result.ToString());
        return JsonDocument.Parse(result.Out).RootElement;
    }

    private static string WithoutLineFeed(string text) => text.EndsWith('\n') ? text[..^1] : text;
}
