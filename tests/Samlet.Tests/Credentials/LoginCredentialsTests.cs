using System.Security.Cryptography;
using System.Text;

namespace Samlet.Tests.Credentials;

public sealed class LoginCredentialsTests : IDisposable
{
    private const string Session = "arn:aws:iam::111122223333:user/me";

    private readonly FakeHome _home = new FakeHome().Config($"[default]\nlogin_session = {Session}\n");

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_login_of_the_AWS_CLI_is_used_while_it_lasts()
    {
        Login(".aws/login/cache", "2099-01-01T00:00:00Z");

        var credentials = (await _home.GetAsync()).Credentials;

        Assert.Equal(("LOGINKEY", "s", "t"), (credentials.AccessKeyId, credentials.SecretAccessKey, credentials.SessionToken));
        Assert.Equal("111122223333", _home.Open().AccountId);
    }

    [Fact]
    public async Task Its_folder_may_lie_elsewhere()
    {
        Login("elsewhere", "2099-01-01T00:00:00Z");
        _home.Shell("AWS_LOGIN_CACHE_DIRECTORY", "~/elsewhere");

        Assert.Equal("LOGINKEY", (await _home.GetAsync()).Credentials.AccessKeyId);
    }

    [Fact]
    public async Task A_login_that_has_run_out_says_how_to_renew_it()
    {
        Login(".aws/login/cache", "2020-01-01T00:00:00Z");

        var error = await Assert.ThrowsAsync<UserErrorException>(() => _home.GetAsync("default"));

        Assert.Equal("profile `default` has a login that has run out", error.Message);
        Assert.StartsWith("run `aws sts get-caller-identity --profile default`", error.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    [InlineData("""{"accessToken": "text"}""")]
    [InlineData("""{"accessToken": {"accessKeyId": "K", "secretAccessKey": "s", "sessionToken": "t"}}""")]
    public async Task Without_a_login_the_function_gets_placeholders_and_a_warning(string? text)
    {
        if (text is not null)
        {
            _home.Write(File(".aws/login/cache"), text);
        }

        var answer = await _home.GetAsync();

        Assert.Equal(AwsCredentials.Placeholder, answer.Credentials);
        Assert.Equal("profile `default` has no login; the function gets placeholder credentials", answer.Warning?.Message);
        Assert.Equal("run `aws login --profile default`", answer.Warning?.Hint);
    }

    private static string File(string folder) =>
        $"{folder}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Session)))}.json";

    private void Login(string folder, string expiration) => _home.Write(
        File(folder),
        $$"""
        {
          "accessToken": {
            "accessKeyId": "LOGINKEY", "secretAccessKey": "s", "sessionToken": "t", "accountId": "111122223333",
            "expiresAt": "{{expiration}}"
          },
          "tokenType": "aws_sigv4", "refreshToken": "r", "clientId": "c"
        }
        """);
}
