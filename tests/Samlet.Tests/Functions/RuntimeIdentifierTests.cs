using Samlet.Functions;
using Samlet.Runtimes.Interpreters;

namespace Samlet.Tests.Functions;

public class RuntimeIdentifierTests
{
    private static readonly DateOnly Today = new(2026, 9, 1);

    [Theory]
    [InlineData("nodejs22.x", "Node", "22", "22")]
    [InlineData("nodejs", "Node", "", "0.10")]
    [InlineData("nodejs4.3-edge", "Node", "4.3-edge", "4.3")]
    [InlineData("nodejs8.10", "Node", "8.10", "8.10")]
    [InlineData("python3.13", "Python", "3.13", "3.13")]
    [InlineData("ruby4.0", "Ruby", "4.0", "4.0")]
    [InlineData("java21", "Java", "21", "21")]
    [InlineData("java8.al2", "Java", "8.al2", "8")]
    [InlineData("java17.al2023", "Java", "17.al2023", "17")]
    [InlineData("dotnet10", "Dotnet", "10", "10")]
    [InlineData("dotnet5.0", "Dotnet", "5.0", "5.0")]
    [InlineData("dotnetcore3.1", "Dotnet", "core3.1", "3.1")]
    [InlineData("provided", "Provided", "", "")]
    [InlineData("provided.al2023", "Provided", "al2023", "")]
    [InlineData("go1.x", "Go1x", "1", "1")]
    public void An_identifier_names_its_language_and_versions(
        string text, string family, string version, string interpreter)
    {
        var runtime = RuntimeIdentifier.Parse(text);

        Assert.Equal(text, runtime.Name);
        Assert.Equal(family, runtime.Family.ToString());
        Assert.Equal(version, runtime.Version);
        Assert.Equal(interpreter, runtime.InterpreterVersion);
    }

    [Theory]
    [InlineData("nodejs24.x", "Supported")]
    [InlineData("nodejs26.x", "Preview")]
    [InlineData("python3.15", "Preview")]
    [InlineData("nodejs20.x", "Deprecated")]
    [InlineData("provided.al2", "Deprecated")]
    [InlineData("dotnet9", "ContainerOnly")]
    [InlineData("dotnet7", "Blocked")]
    [InlineData("java8", "Blocked")]
    [InlineData("java8.al2", "Supported")]
    [InlineData("go1.x", "Blocked")]
    public void An_identifier_has_the_status_the_service_gives_it(string text, string status) =>
        Assert.Equal(status, RuntimeIdentifier.Parse(text).StatusOn(Today).ToString());

    [Fact]
    public void Announced_dates_take_effect_when_they_come()
    {
        var runtime = RuntimeIdentifier.Parse("python3.10");

        Assert.Equal(RuntimeStatus.Supported, runtime.StatusOn(new(2026, 10, 30)));
        Assert.Equal(RuntimeStatus.Deprecated, runtime.StatusOn(new(2026, 10, 31)));
        Assert.Equal(RuntimeStatus.Blocked, RuntimeIdentifier.Parse("python3.9").StatusOn(new(2027, 2, 1)));
    }

    [Fact]
    public void Every_identifier_of_the_service_is_in_the_table_once()
    {
        Assert.Equal(54, RuntimeIdentifier.All.Count);
        Assert.Equal(54, RuntimeIdentifier.All.Select(runtime => runtime.Name).Distinct().Count());
    }

    [Fact]
    public void Every_runtime_with_an_interpreter_names_a_version_of_it()
    {
        var runtimes = RuntimeIdentifier.All.Where(runtime => !runtime.RunsBootstrap);

        Assert.All(runtimes, runtime => Assert.NotNull(InterpreterVersion.Parse(runtime.InterpreterVersion)));
    }

    [Theory]
    [InlineData("NodeJS22.X", "nodejs22.x")]
    [InlineData("PROVIDED.AL2023", "provided.al2023")]
    public void Letter_case_does_not_matter(string text, string name) =>
        Assert.Equal(name, RuntimeIdentifier.Parse(text).Name);

    [Theory]
    [InlineData("node22", "nodejs22.x")]
    [InlineData("nodejs22", "nodejs22.x")]
    [InlineData("nodejs23.x", "nodejs24.x")]
    [InlineData("nodjs22.x", "nodejs22.x")]
    [InlineData("Python313", "python3.13")]
    [InlineData("python3.16", "python3.14")]
    [InlineData("pyton3.12", "python3.12")]
    [InlineData("python-3.11", "python3.11")]
    [InlineData("java16", "java17")]
    [InlineData("dotnetcore8", "dotnet8")]
    [InlineData("dotnet8.0", "dotnet8")]
    [InlineData("ruby3.5", "ruby3.4")]
    [InlineData("provided.al2022", "provided.al2023")]
    [InlineData("golang", "provided.al2023")]
    [InlineData("rust", "provided.al2023")]
    [InlineData("cobol", null)]
    [InlineData("", null)]
    public void An_unknown_word_is_answered_with_the_nearest_runtime(string text, string? nearest)
    {
        Assert.False(RuntimeIdentifier.TryParse(text, out _));
        Assert.Equal(nearest, RuntimeIdentifier.Nearest(text));
    }

    [Theory]
    [InlineData("node22", "did you mean `nodejs22.x`?")]
    [InlineData("cobol", "use one of `nodejs24.x`, `nodejs22.x`, `python3.14`")]
    public void An_unknown_runtime_is_an_error_with_a_hint(string text, string hint)
    {
        var error = Assert.Throws<UserErrorException>(() => RuntimeIdentifier.Parse(text));

        Assert.Equal($"`{text}` is not a Lambda runtime", error.Message);
        Assert.StartsWith(hint, error.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nodejs22.x", null)]
    [InlineData("nodejs18.x", "runtime `nodejs18.x` is deprecated since 2025-09-01; move to `nodejs24.x`")]
    [InlineData("python3.15", "runtime `python3.15` is a preview on Lambda")]
    [InlineData("dotnet9", "runtime `dotnet9` exists on Lambda as a container image only, not for zip packages")]
    public void A_runtime_that_is_not_fully_supported_gets_one_line(string text, string? notice) =>
        Assert.Equal(notice, RuntimeIdentifier.Parse(text).NoticeOn(Today));

    [Theory]
    [InlineData("nodejs14.x", "nodejs24.x")]
    [InlineData("dotnet7", "dotnet10")]
    [InlineData("provided", "provided.al2023")]
    [InlineData("go1.x", "provided.al2023")]
    public void A_blocked_runtime_is_told_where_to_move(string text, string successor) => Assert.Equal(
        $"runtime `{text}` is blocked: Lambda creates no functions with it any more; move to `{successor}`",
        RuntimeIdentifier.Parse(text).NoticeOn(Today));

    [Fact]
    public void Only_the_old_Go_runtime_cannot_run()
    {
        foreach (var runtime in RuntimeIdentifier.All.Where(runtime => runtime.Family != RuntimeFamily.Go1x))
        {
            runtime.RequireRunnable();
        }

        var error = Assert.Throws<UserErrorException>(RuntimeIdentifier.Parse("go1.x").RequireRunnable);
        Assert.Contains("provided.al2023", error.Hint, StringComparison.Ordinal);
    }
}
