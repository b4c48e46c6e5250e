namespace Samlet.Credentials;

/// <summary>
/// Who this run is towards AWS: region, account and credentials, chosen from `--profile`, `--region`, the shell and the
/// shared files. Opening it reads at most two files; the network and a credential process are only used for a profile
/// that needs them, when its credentials are asked for. Nothing is ever written.
/// </summary>
internal sealed class AwsSession
{
    private const string DefaultAccount = "123456789012";

    // Long enough for an invocation that starts now.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private static readonly Dictionary<string, string> Nothing = [];

    private readonly ProfileChoice _choice;
    private readonly HostEnvironment _host;
    private readonly CredentialFetcher _fetcher;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private Task<SessionCredentials>? _answer;

    private AwsSession(ProfileChoice choice, string? region, HostEnvironment host, TimeProvider time)
    {
        Region = region ?? AwsRegion.Default;
        HasChosenRegion = region is not null;
        AccountId = AccountOf(choice, host);
        _fetcher = new CredentialFetcher(choice, Region, host, time);
        (_choice, _host, _time) = (choice, host, time);
    }

    /// <summary>The one region of this run: for pseudo parameters, ARNs and the function's environment.</summary>
    public string Region { get; }

    /// <summary>False where nobody has named a region and the default is used.</summary>
    public bool HasChosenRegion { get; }

    /// <summary>Where services are for whoever this run is.</summary>
    public AwsEndpoints Endpoints =>
        new(_host, _choice.Config, _choice.FindProfile() ?? new Profile("", Nothing, Nothing), _time);

    /// <summary>The account as configured, never asked for.</summary>
    public string AccountId { get; }

    /// <summary>Throws for a profile that does not exist and for a region that cannot be one.</summary>
    public static AwsSession Open(HostEnvironment host, string? profile, string? region, TimeProvider time)
    {
        var choice = ProfileChoice.Make(host, profile);
        var chosen = AwsRegion.OfCommandLineOrShell(region, host) ?? AwsRegion.OfProfile(choice.FindProfile());
        return new AwsSession(choice, chosen, host, time);
    }

    /// <summary>
    /// The credentials, kept in memory until shortly before they expire. Where they cannot be had it throws for a
    /// profile of the command line; else the answer is the placeholder with a warning, since most functions run without
    /// AWS.
    /// </summary>
    public ValueTask<SessionCredentials> GetCredentialsAsync(CancellationToken cancellationToken)
    {
        Task<SessionCredentials> answer;
        lock (_gate)
        {
            // Callers share one fetch: none of them may cancel it for the others.
            answer = IsUsable(_answer) ? _answer! : _answer = _fetcher.FetchAsync(CancellationToken.None);
        }

        return new ValueTask<SessionCredentials>(answer.IsCompleted ? answer : answer.WaitAsync(cancellationToken));
    }

    private bool IsUsable(Task<SessionCredentials>? answer) =>
        answer is { IsCompleted: false }
        || (answer is { IsCompletedSuccessfully: true, Result: { Warning: null } result }
            && (result.Credentials.Expiration is not { } end || end - Margin > _time.GetUtcNow()));

    private static string AccountOf(ProfileChoice choice, HostEnvironment host)
    {
        var shell = host.FindText("AWS_ACCOUNT_ID");
        if (choice.UsesShell)
        {
            return shell ?? DefaultAccount;
        }

        var profile = choice.FindProfile();
        return (choice.IsExplicit ? AccountOf(profile) ?? shell : shell ?? AccountOf(profile)) ?? DefaultAccount;
    }

    private static string? AccountOf(Profile? profile) =>
        profile?.Find("aws_account_id")
        ?? AccountIn(profile?.Find("role_arn"))
        ?? profile?.Find("sso_account_id")
        ?? AccountIn(profile?.Find("login_session"));

    private static string? AccountIn(string? arn) =>
        arn?.Split(':') is [_, _, _, _, { Length: > 0 } account, ..] ? account : null;
}

/// <summary>
/// Credentials, and a warning when they are the placeholder because those of a profile cannot be had.
/// </summary>
internal sealed record SessionCredentials(AwsCredentials Credentials, Warning? Warning = null);
