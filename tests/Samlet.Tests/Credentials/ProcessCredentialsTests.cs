namespace Samlet.Tests.Credentials;

public sealed class ProcessCredentialsTests : IDisposable
{
    private readonly FakeHome _home = new();

    public ProcessCredentialsTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "the programs of these tests are shell scripts");

    public void Dispose() => _home.Dispose();

    [Theory(Timeout = 60_000)]
    [InlineData("""{"Version":1,"AccessKeyId":"PROCKEY","SecretAccessKey":"procsecret","SessionToken":"proctoken","Expiration":"2099-01-01T00:00:00Z"}""", "proctoken", true)]
    [InlineData("""{"Version":1,"AccessKeyId":"PROCKEY","SecretAccessKey":"procsecret"}""", "", false)]
    public async Task A_program_prints_the_credentials(string output, string token, bool expires)
    {
        Program($"cat <<'END'\n{output}\nEND\n");

        var credentials = (await _home.GetAsync("p")).Credentials;

        DateTimeOffset? end = expires ? new(2099, 1, 1, 0, 0, 0, TimeSpan.Zero) : null;
        Assert.Equal(new AwsCredentials("PROCKEY", "procsecret", token) { Expiration = end }, credentials);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("echo no vault >&2; exit 3", "no vault")]
    [InlineData("echo not json", "`credential_process` of profile `p`")]
    [InlineData("echo '{\"Version\":2}'", "`credential_process` of profile `p`")]
    [InlineData("echo '{\"Version\":1}'", "`credential_process` of profile `p`")]
    [InlineData("exit 0", "`credential_process` of profile `p`")]
    public async Task A_program_that_fails_is_an_error(string script, string part)
    {
        Program(script);

        var error = await Assert.ThrowsAsync<UserErrorException>(() => _home.GetAsync("p"));

        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_program_that_is_not_there_is_an_error()
    {
        _home.Config("[profile p]\ncredential_process = /nowhere/at-all --get\n");

        var error = await Assert.ThrowsAsync<UserErrorException>(() => _home.GetAsync("p"));

        Assert.StartsWith("`credential_process` of profile `p` gives no credentials", error.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Arguments_in_quotes_stay_together()
    {
        Program("""printf '{"Version":1,"AccessKeyId":"%s","SecretAccessKey":"%s"}' "$1" "$2" """, """ "two words" 'a b' """);

        var credentials = (await _home.GetAsync("p")).Credentials;

        Assert.Equal(("two words", "a b"), (credentials.AccessKeyId, credentials.SecretAccessKey));
    }

    private void Program(string script, string arguments = "")
    {
        var path = _home.WriteProgram("get credentials", $"#!/bin/sh\n{script}\n");
        _home.Config($"[profile p]\ncredential_process = \"{path}\" {arguments}\n");
    }
}
