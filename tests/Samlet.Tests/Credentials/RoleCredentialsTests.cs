using System.Security.Cryptography;
using System.Text;

namespace Samlet.Tests.Credentials;

public sealed class RoleCredentialsTests : IAsyncLifetime
{
    private const string Arn = "arn:aws:iam::111122223333:role/Dev";

    private const string Profiles = """
        [profile dev]
        role_arn = arn:aws:iam::111122223333:role/Dev
        source_profile = base
        external_id = ext+1
        role_session_name = me@work
        duration_seconds = 1800
        region = eu-west-1

        [profile base]
        aws_access_key_id = BASEKEY
        aws_secret_access_key = basesecret

        [profile chained]
        role_arn = arn:aws:iam::111122223333:role/Second
        source_profile = dev

        [profile selfish]
        role_arn = arn:aws:iam::111122223333:role/Dev
        source_profile = selfish
        aws_access_key_id = SELFKEY
        aws_secret_access_key = selfsecret

        [profile env]
        role_arn = arn:aws:iam::111122223333:role/Dev
        credential_source = Environment

        [profile mfa]
        role_arn = arn:aws:iam::111122223333:role/Dev
        source_profile = base
        mfa_serial = arn:aws:iam::111122223333:mfa/me

        [profile loop]
        role_arn = arn:aws:iam::111122223333:role/A
        source_profile = loop2

        [profile loop2]
        role_arn = arn:aws:iam::111122223333:role/B
        source_profile = loop

        [profile nosource]
        role_arn = arn:aws:iam::111122223333:role/Dev

        [profile gone]
        role_arn = arn:aws:iam::111122223333:role/Dev
        source_profile = bse

        [profile both]
        role_arn = arn:aws:iam::111122223333:role/Dev
        source_profile = base
        credential_source = Environment

        [profile machine]
        role_arn = arn:aws:iam::111122223333:role/Dev
        credential_source = Ec2InstanceMetadata

        [profile misspelt]
        role_arn = arn:aws:iam::111122223333:role/Dev
        credential_source = environment

        [profile empty]
        role_arn = arn:aws:iam::111122223333:role/Dev
        source_profile = nothing

        [profile nothing]
        region = eu-west-1
        """;

    private readonly FakeHome _home = new();
    private readonly StubAws _sts;
    private StubAnswer? _refusal;

    public RoleCredentialsTests()
    {
        _sts = new StubAws(request => _refusal ?? Granted(request));
        _home.Config(Profiles).Shell("AWS_ENDPOINT_URL_STS", _sts.Address);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _sts.DisposeAsync();
        _home.Dispose();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_role_is_assumed_with_the_keys_of_its_source_profile()
    {
        var credentials = (await _home.GetAsync("dev")).Credentials;

        Assert.Equal(new AwsCredentials("ROLE-Dev", "rolesecret", "roletoken") { Expiration = new(2099, 1, 2, 3, 4, 5, TimeSpan.Zero) }, credentials);
        var request = Assert.Single(_sts.Requests);
        Assert.Equal("POST", request.Method);
        Assert.Contains("Credential=BASEKEY/", request.Headers["Authorization"], StringComparison.Ordinal);
        Assert.Contains("/eu-west-1/sts/aws4_request", request.Headers["Authorization"], StringComparison.Ordinal);
        var form = Form(request);
        Assert.Equal("AssumeRole", form["Action"]);
        Assert.Equal("2011-06-15", form["Version"]);
        Assert.Equal(Arn, form["RoleArn"]);
        Assert.Equal("ext+1", form["ExternalId"]);
        Assert.Equal("me@work", form["RoleSessionName"]);
        Assert.Equal("1800", form["DurationSeconds"]);
    }

    [Fact(Timeout = 60_000)]
    public async Task Requests_carry_a_signature_that_AWS_would_accept()
    {
        await _home.GetAsync("dev");

        Assert.Equal(SignatureOf(_sts.Requests.Single(), "basesecret"), _sts.Requests.Single().Headers["Authorization"].Split("Signature=")[1]);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_source_profile_may_itself_be_a_role()
    {
        var credentials = (await _home.GetAsync("chained")).Credentials;

        Assert.Equal("ROLE-Second", credentials.AccessKeyId);
        Assert.Equal([Arn, "arn:aws:iam::111122223333:role/Second"], _sts.Requests.Select(request => Form(request)["RoleArn"]));
        var second = _sts.Requests.Last();
        Assert.Contains("Credential=ROLE-Dev/", second.Headers["Authorization"], StringComparison.Ordinal);
        Assert.Equal("roletoken", second.Headers["X-Amz-Security-Token"]);
        Assert.Equal(SignatureOf(second, "rolesecret"), second.Headers["Authorization"].Split("Signature=")[1]);
        Assert.Matches("^samlet-[0-9]+$", Form(second)["RoleSessionName"]);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("selfish", "SELFKEY")]
    [InlineData("env", "SHELLKEY")]
    public async Task The_keys_may_be_the_profile_s_own_or_the_shell_s(string profile, string key)
    {
        _home.Shell("AWS_ACCESS_KEY_ID", "SHELLKEY").Shell("AWS_SECRET_ACCESS_KEY", "shellsecret");
        await _home.GetAsync(profile);

        Assert.Contains($"Credential={key}/", _sts.Requests.Single().Headers["Authorization"], StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("loop", "`source_profile` of profile `loop2` leads back to itself")]
    [InlineData("nosource", "profile `nosource` has a `role_arn` and no `source_profile`")]
    [InlineData("gone", "`source_profile` of profile `gone` is `bse`, which does not exist")]
    [InlineData("both", "profile `both` has both `source_profile` and `credential_source`")]
    [InlineData("machine", "profile `machine` takes its keys from `Ec2InstanceMetadata`, which Samlet never asks")]
    [InlineData("misspelt", "`credential_source` of profile `misspelt` is `environment`")]
    [InlineData("env", "profile `env` takes its keys from the shell, which has none")]
    [InlineData("empty", "profile `nothing`, the `source_profile` of `empty`, has no credentials")]
    [InlineData("mfa", "profile `mfa` asks for a code of `arn:aws:iam::111122223333:mfa/me`, and Samlet cannot ask you for it")]
    public async Task A_profile_that_cannot_work_is_an_error_before_any_call(string profile, string message)
    {
        var error = await Assert.ThrowsAsync<UserErrorException>(() => _home.GetAsync(profile));

        Assert.Equal(message, error.Message);
        Assert.NotNull(error.Hint);
        Assert.Empty(_sts.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_refusal_of_AWS_is_passed_on_in_one_line()
    {
        _refusal = new StubAnswer(
            403,
            "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type><Code>AccessDenied</Code>"
            + "<Message>User is not authorized\nto perform sts:AssumeRole.</Message></Error><RequestId>1</RequestId></ErrorResponse>",
            "text/xml");

        var error = await Assert.ThrowsAsync<UserErrorException>(() => _home.GetAsync("dev"));

        Assert.Equal($"profile `dev` cannot assume `{Arn}`: AccessDenied: User is not authorized to perform sts:AssumeRole", error.Message);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_profile_that_was_only_the_default_leaves_a_warning_and_placeholders()
    {
        _home.Config($"[default]\nrole_arn = {Arn}\nsource_profile = base\n[profile base]\naws_access_key_id = K\naws_secret_access_key = s\n");
        _refusal = new StubAnswer(400, "nonsense", "text/plain");

        var answer = await _home.GetAsync();

        Assert.Equal(AwsCredentials.Placeholder, answer.Credentials);
        Assert.StartsWith($"profile `default` cannot assume `{Arn}`", answer.Warning?.Message, StringComparison.Ordinal);
        Assert.EndsWith("; the function gets placeholder credentials", answer.Warning?.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_address_where_nobody_answers_is_an_error()
    {
        _home.Shell("AWS_ENDPOINT_URL_STS", "http://127.0.0.1:1");

        var error = await Assert.ThrowsAsync<UserErrorException>(() => _home.GetAsync("dev"));

        Assert.StartsWith($"profile `dev` cannot assume `{Arn}`: `127.0.0.1` cannot be reached (", error.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Credentials_are_kept_until_shortly_before_they_expire()
    {
        var time = new FixedTime(new(2099, 1, 2, 2, 0, 0, TimeSpan.Zero));
        var session = _home.Open("dev", time: time);
        await session.GetCredentialsAsync(TestContext.Current.CancellationToken);
        await session.GetCredentialsAsync(TestContext.Current.CancellationToken);
        Assert.Single(_sts.Requests);

        time.Now = new(2099, 1, 2, 3, 0, 0, TimeSpan.Zero);
        await session.GetCredentialsAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, _sts.Requests.Count);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_failure_is_not_kept()
    {
        var session = _home.Open("dev");
        _refusal = new StubAnswer(403, "", "text/xml");
        await Assert.ThrowsAsync<UserErrorException>(
            async () => await session.GetCredentialsAsync(TestContext.Current.CancellationToken));

        _refusal = null;
        Assert.Equal("ROLE-Dev", (await session.GetCredentialsAsync(TestContext.Current.CancellationToken)).Credentials.AccessKeyId);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_web_identity_is_sent_unsigned()
    {
        _home.Config($"[profile web]\nrole_arn = {Arn}\nweb_identity_token_file = {Path.Join(_home.Path, "token")}\n").Write("token", "the.web.token\n");

        var credentials = (await _home.GetAsync("web")).Credentials;

        Assert.Equal("ROLE-Dev", credentials.AccessKeyId);
        var request = Assert.Single(_sts.Requests);
        Assert.Equal("AssumeRoleWithWebIdentity", Form(request)["Action"]);
        Assert.Equal("the.web.token", Form(request)["WebIdentityToken"]);
        Assert.DoesNotContain("Authorization", request.Headers.Keys);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(".aws/cli/cache", "{\"DurationSeconds\": 1800, \"ExternalId\": \"ext+1\", \"RoleArn\": \"arn:aws:iam::111122223333:role/Dev\", \"RoleSessionName\": \"me@work\"}", "dev")]
    [InlineData(".aws/boto/cache", "{\"RoleArn\": \"arn:aws:iam::111122223333:role/Dev\", \"SerialNumber\": \"arn:aws:iam::111122223333:mfa/me\"}", "mfa")]
    public async Task Credentials_that_the_AWS_CLI_keeps_are_used_until_they_expire(
        string folder, string key, string profile)
    {
        _home.Write($"{folder}/{FakeHome.CacheName(key)}.json", Cached("2099-01-02T03:04:05UTC"));
        Assert.Equal("CACHED", (await _home.GetAsync(profile)).Credentials.AccessKeyId);
        Assert.Empty(_sts.Requests);

        _home.Write($"{folder}/{FakeHome.CacheName(key)}.json", Cached("2020-01-02T03:04:05Z"));
        await Record.ExceptionAsync(() => _home.GetAsync("mfa"));
        await _home.GetAsync("dev");
        Assert.Single(_sts.Requests);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_profile_s_services_section_may_name_the_endpoint()
    {
        _home.Config(Profiles.Replace("region = eu-west-1\n\n[profile base]", "services = local\n\n[profile base]", StringComparison.Ordinal)
                + $"\n[services local]\nsts =\n  endpoint_url = {_sts.Address}\n")
            .Shell("AWS_ENDPOINT_URL_STS", "");

        Assert.Equal("ROLE-Dev", (await _home.GetAsync("dev")).Credentials.AccessKeyId);
    }

    private static StubAnswer Granted(StubRequest request)
    {
        var role = Form(request)["RoleArn"].Split('/')[^1];
        var action = Form(request)["Action"];
        return new StubAnswer(
            200,
            $"<{action}Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><{action}Result><AssumedRoleUser>"
            + $"<Arn>arn</Arn><AssumedRoleId>ID:x</AssumedRoleId></AssumedRoleUser><Credentials><AccessKeyId>ROLE-{role}</AccessKeyId>"
            + "<SecretAccessKey>rolesecret</SecretAccessKey><SessionToken>roletoken</SessionToken><Expiration>2099-01-02T03:04:05Z</Expiration>"
            + $"</Credentials></{action}Result><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></{action}Response>",
            "text/xml");
    }

    private static Dictionary<string, string> Form(StubRequest request) =>
        request.Body.Split('&').Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1].Replace('+', ' ')));

    private static string Cached(string expiration) =>
        $$"""{"Credentials": {"AccessKeyId": "CACHED", "SecretAccessKey": "s", "SessionToken": "t", "Expiration": "{{expiration}}"} }""";

    /// <summary>
    /// Signature version 4 once more, from the request as it arrived
    /// (docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html).
    /// </summary>
    private static string SignatureOf(StubRequest request, string secret)
    {
        var authorization = request.Headers["Authorization"];
        var scope = authorization.Split("Credential=")[1].Split(',')[0].Split('/', 2)[1];
        var signed = authorization.Split("SignedHeaders=")[1].Split(',')[0];
        var headers = string.Concat(signed.Split(';').Select(name => $"{name}:{request.Headers[name]}\n"));
        var canonical = $"{request.Method}\n{request.Target}\n\n{headers}\n{signed}\n{Sha256(request.Body)}";
        var key = scope.Split('/').Aggregate(Encoding.UTF8.GetBytes($"AWS4{secret}"), (current, part) => HMACSHA256.HashData(current, Encoding.UTF8.GetBytes(part)));
        var text = $"AWS4-HMAC-SHA256\n{request.Headers["X-Amz-Date"]}\n{scope}\n{Sha256(canonical)}";
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
    }

    private static string Sha256(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
