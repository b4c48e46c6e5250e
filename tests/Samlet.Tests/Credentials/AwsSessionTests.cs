namespace Samlet.Tests.Credentials;

public sealed class AwsSessionTests : IDisposable
{
    private const string Profiles = """
        [default]
        region = eu-north-1

        [profile work]
        region = eu-west-1
        aws_access_key_id = WORKKEY
        aws_secret_access_key = worksecret
        aws_session_token = worktoken
        aws_account_id = 111122223333

        [profile "two words"]
        aws_access_key_id = TWOKEY
        aws_secret_access_key = twosecret

        [profile bare]
        output = json
        """;

    private readonly FakeHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Without_any_settings_the_function_gets_placeholders()
    {
        var session = _home.Open();
        var answer = await session.GetCredentialsAsync(TestContext.Current.CancellationToken);

        Assert.Equal(new AwsCredentials("defaultkey", "defaultsecret", ""), answer.Credentials);
        Assert.Null(answer.Warning);
        Assert.Equal("us-east-1", session.Region);
        Assert.Equal("123456789012", session.AccountId);
    }

    [Fact]
    public async Task The_keys_of_the_shell_are_used_whole()
    {
        ShellKeys().Shell("AWS_SESSION_TOKEN", "shelltoken").Config(Profiles);

        Assert.Equal(new AwsCredentials("SHELLKEY", "shellsecret", "shelltoken"), (await _home.GetAsync()).Credentials);
    }

    [Fact]
    public async Task The_default_profile_serves_when_nothing_is_named()
    {
        _home.Credentials("[default]\naws_access_key_id = DEFKEY\naws_secret_access_key = defsecret\n").Config(Profiles);

        Assert.Equal(new AwsCredentials("DEFKEY", "defsecret", ""), (await _home.GetAsync()).Credentials);
        Assert.Equal("eu-north-1", _home.Open().Region);
    }

    [Theory]
    [InlineData("work", "WORKKEY", "worktoken")]
    [InlineData("two words", "TWOKEY", "")]
    public async Task A_profile_of_the_command_line_beats_the_shell(string profile, string key, string token)
    {
        ShellKeys().Config(Profiles);
        var answer = await _home.GetAsync(profile);

        Assert.Equal(key, answer.Credentials.AccessKeyId);
        Assert.Equal(token, answer.Credentials.SessionToken);
    }

    [Theory]
    [InlineData("AWS_PROFILE")]
    [InlineData("AWS_DEFAULT_PROFILE")]
    public async Task A_profile_of_the_shell_counts_where_the_shell_has_no_keys(string variable)
    {
        _home.Config(Profiles).Shell(variable, "work");
        Assert.Equal("WORKKEY", (await _home.GetAsync()).Credentials.AccessKeyId);

        ShellKeys();
        Assert.Equal("SHELLKEY", (await _home.GetAsync()).Credentials.AccessKeyId);
    }

    [Fact]
    public async Task The_credentials_file_stands_above_the_config_file()
    {
        _home.Config(Profiles).Credentials("[work]\naws_access_key_id = FILEKEY\naws_secret_access_key = filesecret\nregion = sa-east-1\n");

        Assert.Equal(new AwsCredentials("FILEKEY", "filesecret", ""), (await _home.GetAsync("work")).Credentials);
        Assert.Equal("sa-east-1", _home.Open("work").Region);
    }

    [Fact]
    public async Task Both_files_may_lie_elsewhere()
    {
        _home.Config("[default]\nregion = ap-east-1\n").Write("x/conf", Profiles)
            .Write("x/cred", "[work]\naws_access_key_id = ELSEKEY\naws_secret_access_key = s\n")
            .Shell("AWS_CONFIG_FILE", "~/x/conf")
            .Shell("AWS_SHARED_CREDENTIALS_FILE", Path.Join(_home.Path, "x", "cred"));

        Assert.Equal("eu-north-1", _home.Open().Region);
        Assert.Equal("ELSEKEY", (await _home.GetAsync("work")).Credentials.AccessKeyId);
    }

    [Theory]
    [InlineData("wrok", "did you mean `work`? known profiles: `bare`, `default`, `two words`, `work`")]
    [InlineData("zzzzzz", "known profiles: `bare`, `default`, `two words`, `work`")]
    public void An_unknown_profile_is_an_error_that_names_the_known_ones(string profile, string hint)
    {
        _home.Config(Profiles);

        var error = Assert.Throws<UserErrorException>(() => _home.Open(profile));

        Assert.Equal($"profile `{profile}`, named by --profile, does not exist", error.Message);
        Assert.Equal(hint, error.Hint);
        Assert.Equal(ExitCode.UserError, error.ExitCode);
    }

    [Fact]
    public void An_unknown_profile_of_the_shell_is_an_error_unless_the_shell_has_keys()
    {
        _home.Shell("AWS_PROFILE", "gone");
        var error = Assert.Throws<UserErrorException>(() => _home.Open());

        Assert.Equal("profile `gone`, named by AWS_PROFILE, does not exist", error.Message);
        Assert.Equal("there are no profiles; `aws configure` makes one", error.Hint);
        Assert.Equal("us-east-1", ShellKeys().Open().Region);
    }

    [Theory]
    [InlineData("eu-south-1", "eu-central-1", "eu-west-3", "eu-south-1")]
    [InlineData(null, "eu-central-1", "eu-west-3", "eu-central-1")]
    [InlineData("", "", "eu-west-3", "eu-west-3")]
    [InlineData(null, null, null, "eu-west-1")]
    public void The_region_is_that_of_option_then_shell_then_profile(
        string? option, string? region, string? defaultRegion, string expected)
    {
        _home.Config(Profiles);
        Set("AWS_REGION", region);
        Set("AWS_DEFAULT_REGION", defaultRegion);

        Assert.Equal(expected, _home.Open("work", option).Region);
    }

    [Theory]
    [InlineData("eu_west_1")]
    [InlineData("-eu")]
    [InlineData("eu-")]
    [InlineData("eu west")]
    [InlineData("eu-west-1 # home")]
    [InlineData("2024")]
    [InlineData("a2345678901234567890123456789012345678901234567890123456789012345")]
    public void A_region_that_cannot_be_one_is_refused_wherever_it_stands(string region)
    {
        var option = Assert.Throws<UserErrorException>(() => _home.Open(region: region));
        Assert.Equal($"`{region}`, the region of --region, is not in the form of a region", option.Message);

        _home.Config($"[default]\nregion = {region}\n");
        var profile = Assert.Throws<UserErrorException>(() => _home.Open());
        Assert.Contains("the region of profile `default`", profile.Message, StringComparison.Ordinal);

        Set("AWS_DEFAULT_REGION", region);
        var shell = Assert.Throws<UserErrorException>(() => _home.Open());
        Assert.Contains("the region of AWS_DEFAULT_REGION", shell.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_region_that_nobody_has_heard_of_is_accepted() => Assert.Equal("mars-east-9", _home.Open(region: "mars-east-9").Region);

    [Theory]
    [InlineData("work", null, "111122223333")]
    [InlineData("work", "444455556666", "111122223333")]
    [InlineData("bare", "444455556666", "444455556666")]
    [InlineData("bare", null, "123456789012")]
    [InlineData(null, "444455556666", "444455556666")]
    public void The_account_is_the_configured_one(string? profile, string? shell, string expected)
    {
        _home.Config(Profiles);
        Set("AWS_ACCOUNT_ID", shell);

        Assert.Equal(expected, _home.Open(profile).AccountId);
    }

    [Theory]
    [InlineData("role_arn = arn:aws:iam::777788889999:role/R\nsource_profile = default", "777788889999")]
    [InlineData("sso_account_id = 999988887777\nsso_role_name = R", "999988887777")]
    public void The_account_of_a_role_is_known_without_asking(string settings, string expected)
    {
        _home.Config($"[profile p]\n{settings}\n");

        Assert.Equal(expected, _home.Open("p").AccountId);
    }

    [Fact]
    public async Task A_named_profile_without_credentials_says_so()
    {
        _home.Config(Profiles);
        var answer = await _home.GetAsync("bare");

        Assert.Equal(AwsCredentials.Placeholder, answer.Credentials);
        Assert.Equal("profile `bare` has no credentials; the function gets placeholder credentials", answer.Warning?.Message);
    }

    [Fact]
    public async Task Half_a_pair_of_keys_is_an_error_of_a_named_profile_and_a_warning_else()
    {
        _home.Config("[default]\naws_access_key_id = HALF\n");

        var error = await Assert.ThrowsAsync<UserErrorException>(() => _home.GetAsync("default"));
        Assert.Equal("profile `default` has an `aws_access_key_id` and no `aws_secret_access_key`", error.Message);
        Assert.Equal(AwsCredentials.Placeholder, (await _home.GetAsync()).Credentials);

        _home.Shell("AWS_ACCESS_KEY_ID", "HALF");
        Assert.StartsWith("`AWS_ACCESS_KEY_ID` is set", (await _home.GetAsync()).Warning?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_halves_of_a_pair_may_stand_in_different_files()
    {
        _home.Config("[default]\naws_secret_access_key = confsecret\n").Credentials("[default]\naws_access_key_id = CREDKEY\n");

        Assert.Equal(new AwsCredentials("CREDKEY", "confsecret", ""), (await _home.GetAsync()).Credentials);
    }

    private FakeHome ShellKeys() => _home.Shell("AWS_ACCESS_KEY_ID", "SHELLKEY").Shell("AWS_SECRET_ACCESS_KEY", "shellsecret");

    private void Set(string name, string? value)
    {
        if (value is not null)
        {
            _home.Shell(name, value);
        }
    }
}
