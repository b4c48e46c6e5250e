namespace Samlet.Tests;

public sealed class HostEnvironmentTests
{
    [Fact]
    public void A_variable_that_is_empty_is_set_but_holds_no_text()
    {
        var host = Host(("AWS_PROFILE", ""));

        Assert.Equal("", host.Find("AWS_PROFILE"));
        Assert.Null(host.FindText("AWS_PROFILE"));
        Assert.Null(host.Find("AWS_REGION"));
    }

    [Fact]
    public void The_search_path_keeps_its_order_and_leaves_out_what_is_empty_or_relative()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "PATH has another form on Windows");

        Assert.Equal(["/usr/local/bin", "/bin"], Host(("PATH", "/usr/local/bin::bin:/bin:")).SearchPath);
        Assert.Empty(Host().SearchPath);
    }

    [Fact]
    public void This_process_brings_its_own_variables_and_home()
    {
        var host = HostEnvironment.OfThisProcess();

        Assert.Equal(Environment.GetEnvironmentVariable("PATH"), host.Find("PATH"));
        Assert.True(Path.IsPathFullyQualified(host.HomeFolder));
    }

    [Fact]
    public void Credentials_do_not_print_their_secrets()
    {
        var text = new AwsCredentials("AKIA1", "a-secret", "a-token").ToString();

        Assert.Contains("AKIA1", text, StringComparison.Ordinal);
        Assert.DoesNotContain("a-secret", text, StringComparison.Ordinal);
        Assert.DoesNotContain("a-token", text, StringComparison.Ordinal);
    }

    private static HostEnvironment Host(params (string Name, string Value)[] variables) =>
        new(variables.Select(variable => KeyValuePair.Create(variable.Name, variable.Value)), "/home/me");
}
