namespace Samlet.E2ETests;

/// <summary>
/// The function's SDK calls sign with the developer's own credentials, found where every SDK finds them.
/// </summary>
[Requires("node")]
public sealed class CredentialTests : IDisposable
{
    private readonly TestApp _app = TestApp.Node(
        "exports.handler = async () => ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_REGION']"
        + ".map(name => process.env[name] ?? null);");

    public void Dispose() => _app.Dispose();

    [Fact]
    public async Task Without_any_the_function_gets_the_documented_dummies()
    {
        var answer = (await _app.InvokeAsync()).Json();

        Assert.Equal("defaultkey", answer[0].GetString());
        Assert.Equal("defaultsecret", answer[1].GetString());
        Assert.Equal("us-east-1", answer[3].GetString());
    }

    [Fact]
    public async Task Keys_of_the_shell_are_passed_on()
    {
        var program = _app.Invocation() with
        {
            Environment = new Dictionary<string, string>
            {
                ["AWS_ACCESS_KEY_ID"] = "AKIASHELL",
                ["AWS_SECRET_ACCESS_KEY"] = "shellsecret",
                ["AWS_SESSION_TOKEN"] = "shelltoken",
                ["AWS_DEFAULT_REGION"] = "eu-west-1",
            },
        };

        (await program.RunAsync()).IsAnswer("""["AKIASHELL","shellsecret","shelltoken","eu-west-1"]""");
    }

    [Fact]
    public async Task The_default_profile_of_the_credentials_file_is_used()
    {
        WriteProfiles();

        var answer = (await _app.InvokeAsync()).Json();

        Assert.Equal("AKIADEFAULT", answer[0].GetString());
        Assert.Equal("eu-central-1", answer[3].GetString());
    }

    [Fact]
    public async Task A_named_profile_and_region_are_above_the_shell()
    {
        WriteProfiles();
        var program = _app.Invocation("--profile", "work", "--region", "ap-south-1") with
        {
            Environment = new Dictionary<string, string>
            {
                ["AWS_ACCESS_KEY_ID"] = "AKIASHELL",
                ["AWS_SECRET_ACCESS_KEY"] = "shellsecret",
            },
        };

        var answer = (await program.RunAsync()).Json();

        Assert.Equal("AKIAWORK", answer[0].GetString());
        Assert.Equal("worktoken", answer[2].GetString());
        Assert.Equal("ap-south-1", answer[3].GetString());
    }

    [Fact]
    public async Task An_unknown_profile_is_refused()
    {
        WriteProfiles();

        (await _app.InvokeAsync("--profile", "wrok")).IsRefusal(1, "`wrok`");
    }

    private void WriteProfiles()
    {
        _app.With("home/.aws/credentials", """
            [default]
            aws_access_key_id = AKIADEFAULT
            aws_secret_access_key = defaultfilesecret

            [work]
            aws_access_key_id = AKIAWORK
            aws_secret_access_key = worksecret
            aws_session_token = worktoken
            """);
        _app.With("home/.aws/config", """
            [default]
            region = eu-central-1

            [profile work]
            region = us-west-2
            """);
    }
}
