using Samlet.Functions;
using Samlet.Runtimes.Interpreters;

namespace Samlet.Tests.Runtimes.Interpreters;

public class InterpreterVersionTests
{
    [Theory]
    [InlineData("v22.11.0", 22, 11, 0, "22.11.0")]
    [InlineData("3.13", 3, 13, 0, "3.13")]
    [InlineData("22", 22, 0, 0, "22")]
    [InlineData("3.14.0rc1", 3, 14, 0, "3.14.0rc1")]
    [InlineData("3.13.1-linux-x86_64-gnu", 3, 13, 1, "3.13.1")]
    [InlineData("21.0.2+13-LTS", 21, 0, 2, "21.0.2+13")]
    [InlineData("1.8.0_392", 8, 0, 0, "1.8.0_392")]
    [InlineData("11.0.20.1", 11, 0, 20, "11.0.20.1")]
    public void A_version_is_read_from_what_folders_and_programs_say(
        string text, int major, int minor, int patch, string full)
    {
        var version = InterpreterVersion.Parse(text);

        Assert.Equal((major, minor, patch), version?.Order);
        Assert.Equal(full, version?.Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("system")]
    [InlineData("latest")]
    [InlineData("pypy3.10-7.3.12")]
    [InlineData("miniconda3-latest")]
    [InlineData("3.13.1t")]
    [InlineData("3.13.1+freethreaded-linux-x86_64-gnu")]
    [InlineData("22.x")]
    [InlineData("99999999999")]
    public void Other_names_and_other_builds_are_no_versions(string text) =>
        Assert.Null(InterpreterVersion.Parse(text));

    [Theory]
    [InlineData("313", 3, 13)]
    [InlineData("39", 3, 9)]
    [InlineData("34-x64", 3, 4)]
    public void Windows_folders_leave_out_the_dot(string text, int major, int minor) =>
        Assert.Equal((major, minor, 0), InterpreterVersion.ParseCompact(text)?.Order);

    [Theory]
    [InlineData("Node", "22.1.0", "22.11.0", true)]
    [InlineData("Node", "22.1.0", "23.1.0", false)]
    [InlineData("Java", "21", "21.0.2", true)]
    [InlineData("Java", "8", "1.8.0_392", true)]
    [InlineData("Python", "3.13.0", "3.13.2", true)]
    [InlineData("Python", "3.13.0", "3.12.0", false)]
    [InlineData("Ruby", "3.4", "3.3.6", false)]
    [InlineData("Dotnet", "3.1", "3.0.1", false)]
    [InlineData("Dotnet", "10", "10.0.12", true)]
    public void A_family_promises_compatibility_within_a_line(string family, string left, string right, bool isSame)
    {
        var one = Assert.IsType<InterpreterVersion>(InterpreterVersion.Parse(left));
        var other = Assert.IsType<InterpreterVersion>(InterpreterVersion.Parse(right));

        Assert.Equal(isSame, one.IsSameLine(Enum.Parse<RuntimeFamily>(family), other));
    }
}
