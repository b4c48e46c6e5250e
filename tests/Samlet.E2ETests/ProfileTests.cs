using System.Diagnostics;
using System.Globalization;
using Samlet.Tests.Credentials;

namespace Samlet.E2ETests;

/// <summary>
/// Profiles whose credentials have to be fetched: from services of AWS, on loopback, and from programs.
/// </summary>
[Requires("node")]
public sealed class ProfileTests : IAsyncLifetime
{
    // The SHA-1 of `corp`, as the AWS CLI names the file.
    private const string CorpFile = "ee0bfd2552fbd840c02cc48b6e823320543c450f.json";

    private readonly TestApp _app = TestApp.Node(
        "exports.handler = async () => ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_REGION']"
        + ".map(name => process.env[name] ?? null);");

    private readonly StubAws _aws = new(Answer);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _aws.DisposeAsync();
        _app.Dispose();
    }

    [Fact]
    public async Task A_role_is_assumed()
    {
        _app.With("home/.aws/config", """
            [profile role]
            role_arn = arn:aws:iam::111122223333:role/Dev
            source_profile = base
            region = eu-west-3

            [profile base]
            aws_access_key_id = AKIABASE
            aws_secret_access_key = basesecret
            """);

        (await RunAsync("role")).IsAnswer("""["ROLEKEY","rolesecret","roletoken","eu-west-3"]""");
        Assert.Contains("Credential=AKIABASE/", Assert.Single(_aws.Requests).Headers["Authorization"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sign_on_is_used()
    {
        _app.With("home/.aws/config", """
            [profile sso]
            sso_session = corp
            sso_account_id = 111122223333
            sso_role_name = Developer

            [sso-session corp]
            sso_start_url = https://example.awsapps.com/start
            sso_region = eu-central-1
            """);
        (await RunAsync("sso")).IsRefusal(1, "profile `sso` is not signed on");

        _app.With($"home/.aws/sso/cache/{CorpFile}", """{"accessToken":"the-token","expiresAt":"2099-01-01T00:00:00Z"}""");
        (await RunAsync("sso")).IsAnswer("""["SSOKEY","ssosecret","ssotoken","us-east-1"]""");
        Assert.Equal("the-token", Assert.Single(_aws.Requests).Headers["x-amz-sso_bearer_token"]);
    }

    [Fact]
    public async Task A_program_gives_credentials_and_what_it_leaves_running_stays()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "elsewhere nothing is handed to Samlet that it could kill");
        _app.Folder.WriteProgram("get-credentials", """
            #!/bin/sh
            (sleep 60 </dev/null >/dev/null 2>&1 & echo $! >"$HOME/agent.pid")
            echo '{"Version": 1, "AccessKeyId": "PROGRAMKEY", "SecretAccessKey": "programsecret"}'
            """);
        _app.With("home/.aws/config", $"[profile program]\ncredential_process = '{_app.Folder.PathOf("get-credentials")}'\n");

        (await RunAsync("program")).IsAnswer("""["PROGRAMKEY","programsecret","","us-east-1"]""");

        var pid = int.Parse(await File.ReadAllTextAsync(_app.Folder.PathOf("home/agent.pid"), TestContext.Current.CancellationToken), CultureInfo.InvariantCulture);
        using var agent = Process.GetProcessById(pid);
        Assert.Equal("sleep", agent.ProcessName);
        agent.Kill();
    }

    private Task<Support.ProgramResult> RunAsync(string profile) => (_app.Invocation("--profile", profile) with
    {
        Environment = new Dictionary<string, string> { ["AWS_ENDPOINT_URL"] = _aws.Address },
    }).RunAsync();

    private static StubAnswer Answer(StubRequest request) => request.Method == "GET"
        ? new StubAnswer(200, """{"roleCredentials":{"accessKeyId":"SSOKEY","secretAccessKey":"ssosecret","sessionToken":"ssotoken","expiration":4070908800000}}""")
        : new StubAnswer(
            200,
            "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult><Credentials><AccessKeyId>ROLEKEY</AccessKeyId>"
            + "<SecretAccessKey>rolesecret</SecretAccessKey><SessionToken>roletoken</SessionToken><Expiration>2099-01-02T03:04:05Z</Expiration>"
            + "</Credentials></AssumeRoleResult></AssumeRoleResponse>",
            "text/xml");
}
