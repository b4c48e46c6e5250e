using System.Text.Json;

namespace Samlet.Tests.Credentials;

public sealed class SingleSignOnCredentialsTests : IAsyncLifetime
{
    private const string StartUrl = "https://example.awsapps.com/start";

    private const string Profiles = """
        [profile dev]
        sso_session = corp
        sso_account_id = 111122223333
        sso_role_name = Developer

        [sso-session corp]
        sso_start_url = https://example.awsapps.com/start
        sso_region = eu-central-1

        [profile old]
        sso_start_url = https://example.awsapps.com/start
        sso_region = eu-central-1
        sso_account_id = 111122223333
        sso_role_name = Developer

        [profile role]
        role_arn = arn:aws:iam::999988887777:role/Other
        source_profile = old

        [profile lost]
        sso_session = crop
        sso_account_id = 111122223333
        sso_role_name = Developer

        [profile half]
        sso_start_url = https://example.awsapps.com/start
        sso_account_id = 111122223333
        sso_role_name = Developer
        """;

    private readonly FakeHome _home = new();
    private readonly StubAws _aws;
    private StubAnswer? _refusal;

    public SingleSignOnCredentialsTests()
    {
        _aws = new StubAws(request => _refusal ?? (request.Target.StartsWith("/token", StringComparison.Ordinal) ? Renewed : Granted));
        _home.Config(Profiles).Shell("AWS_ENDPOINT_URL", _aws.Address);
    }

    private static StubAnswer Granted => new(
        200, """{"roleCredentials":{"accessKeyId":"SSOKEY","secretAccessKey":"ssosecret","sessionToken":"ssotoken","expiration":4070908800000}}""");

    private static StubAnswer Renewed => new(200, """{"accessToken":"renewed-token","expiresIn":3600,"tokenType":"Bearer","refreshToken":"next"}""");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _aws.DisposeAsync();
        _home.Dispose();
    }

    [Theory(Timeout = 60_000)]
    [InlineData("dev", "corp")]
    [InlineData("old", StartUrl)]
    public async Task A_sign_on_of_the_AWS_CLI_gives_the_credentials_of_its_role(string profile, string tokenName)
    {
        Token(tokenName, "2099-01-01T00:00:00Z");

        var credentials = (await _home.GetAsync(profile)).Credentials;

        Assert.Equal(new AwsCredentials("SSOKEY", "ssosecret", "ssotoken") { Expiration = new(2099, 1, 1, 0, 0, 0, TimeSpan.Zero) }, credentials);
        var request = Assert.Single(_aws.Requests);
        Assert.Equal("GET", request.Method);
        Assert.Equal(
            ["account_id=111122223333", "role_name=Developer"],
            request.Target.Split("/federation/credentials?")[1].Split('&').Order(StringComparer.Ordinal));
        Assert.Equal("the-token", request.Headers["x-amz-sso_bearer_token"]);
        Assert.DoesNotContain("Authorization", request.Headers.Keys);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_sign_on_that_has_run_out_is_renewed_and_the_file_is_left_alone()
    {
        var file = Token("corp", "2020-01-01T00:00:00Z", renewable: true);
        var before = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);

        Assert.Equal("SSOKEY", (await _home.GetAsync("dev")).Credentials.AccessKeyId);

        var renewal = _aws.Requests.First();
        Assert.Equal(("POST", "/token"), (renewal.Method, renewal.Target));
        using var body = JsonDocument.Parse(renewal.Body);
        Assert.Equal(
            ("refresh_token", "refresh", "id", "idsecret"),
            (Text(body, "grantType"), Text(body, "refreshToken"), Text(body, "clientId"), Text(body, "clientSecret")));
        Assert.Equal("renewed-token", _aws.Requests.Last().Headers["x-amz-sso_bearer_token"]);
        Assert.Equal(before, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact(Timeout = 60_000)]
    public async Task Without_a_sign_on_the_hint_says_how_to_get_one()
    {
        var error = await Assert.ThrowsAsync<UserErrorException>(() => _home.GetAsync("dev"));

        Assert.Equal("profile `dev` is not signed on", error.Message);
        Assert.Equal("run `aws sso login --sso-session corp`", error.Hint);
        Assert.Empty(_aws.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_sign_on_that_is_the_source_of_a_role_is_named_itself()
    {
        var error = await Assert.ThrowsAsync<UserErrorException>(() => _home.GetAsync("role"));

        Assert.Equal("profile `old` is not signed on", error.Message);
        Assert.Equal("run `aws sso login --profile old`", error.Hint);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_sign_on_that_has_run_out_and_cannot_be_renewed_is_an_error()
    {
        Token("corp", "2020-01-01T00:00:00UTC");
        Assert.Equal("profile `dev` has a sign-on that has run out", (await Assert.ThrowsAsync<UserErrorException>(() => _home.GetAsync("dev"))).Message);

        Token("corp", "2020-01-01T00:00:00Z", renewable: true);
        _refusal = new StubAnswer(400, """{"error":"invalid_grant","error_description":"Session is over"}""") { Headers = ["x-amzn-ErrorType: InvalidGrantException"] };
        var refused = await Assert.ThrowsAsync<UserErrorException>(() => _home.GetAsync("dev"));
        Assert.StartsWith("profile `dev` has a sign-on that has run out and cannot be renewed: InvalidGrantException", refused.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_sign_on_that_AWS_refuses_asks_for_a_new_one()
    {
        Token("corp", "2099-01-01T00:00:00Z");
        _refusal = new StubAnswer(401, """{"message":"Session token not found or invalid"}""") { Headers = ["x-amzn-ErrorType: UnauthorizedException:"] };

        var error = await Assert.ThrowsAsync<UserErrorException>(() => _home.GetAsync("dev"));

        Assert.Equal("profile `dev` has a sign-on that AWS no longer accepts", error.Message);
        Assert.Equal("run `aws sso login --sso-session corp`", error.Hint);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_role_that_the_person_does_not_have_is_named()
    {
        Token("corp", "2099-01-01T00:00:00Z");
        _refusal = new StubAnswer(403, """{"message":"No access"}""") { Headers = ["x-amzn-ErrorType: ForbiddenException"] };

        var error = await Assert.ThrowsAsync<UserErrorException>(() => _home.GetAsync("dev"));

        Assert.StartsWith("profile `dev` may not be `Developer` of 111122223333: ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("No access", error.Message, StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("lost", "`sso_session` of profile `lost` is `crop`, and there is no section `[sso-session crop]`")]
    [InlineData("half", "profile `half` signs on through SSO and has no `sso_region`")]
    public async Task A_half_configured_profile_is_an_error(string profile, string message) =>
        Assert.Equal(message, (await Assert.ThrowsAsync<UserErrorException>(() => _home.GetAsync(profile))).Message);

    [Theory(Timeout = 60_000)]
    [InlineData("dev", "{\"accountId\":\"111122223333\",\"roleName\":\"Developer\",\"sessionName\":\"corp\"}")]
    [InlineData("old", "{\"accountId\":\"111122223333\",\"roleName\":\"Developer\",\"startUrl\":\"https://example.awsapps.com/start\"}")]
    public async Task Credentials_that_the_AWS_CLI_keeps_save_the_call(string profile, string key)
    {
        _home.Write(
            $".aws/cli/cache/{FakeHome.CacheName(key)}.json",
            """{"ProviderType":"sso","Credentials":{"AccessKeyId":"CACHED","SecretAccessKey":"s","SessionToken":"t","Expiration":"2099-01-01T00:00:00Z"}}""");

        Assert.Equal("CACHED", (await _home.GetAsync(profile)).Credentials.AccessKeyId);
        Assert.Empty(_aws.Requests);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"accessToken\": 5}")]
    [InlineData("{\"expiresAt\"")]
    public async Task A_damaged_token_file_counts_as_none(string text)
    {
        _home.Write($".aws/sso/cache/{FakeHome.CacheName("corp")}.json", text);

        Assert.Equal("profile `dev` is not signed on", (await Assert.ThrowsAsync<UserErrorException>(() => _home.GetAsync("dev"))).Message);
    }

    private static string? Text(JsonDocument document, string name) =>
        document.RootElement.GetProperty(name).GetString();

    private string Token(string name, string expiration, bool renewable = false)
    {
        var renewal = renewable
            ? ""","refreshToken":"refresh","clientId":"id","clientSecret":"idsecret","registrationExpiresAt":"2099-01-01T00:00:00Z" """
            : "";
        var path = $".aws/sso/cache/{FakeHome.CacheName(name)}.json";
        _home.Write(path, $$"""{"startUrl":"{{StartUrl}}","region":"eu-central-1","accessToken":"the-token","expiresAt":"{{expiration}}"{{renewal}}}""");
        return Path.Join(_home.Path, path);
    }
}
