namespace Samlet.Credentials;

/// <summary>
/// Which profile counts: the one of `--profile`, else none when the shell holds keys, else AWS_PROFILE, else `default`.
/// The files are read when they are first needed.
/// </summary>
internal sealed class ProfileChoice
{
    private readonly Lazy<SharedConfig> _config;
    private readonly string _name;

    private ProfileChoice(HostEnvironment host, string? explicitName)
    {
        var shellName = host.FindText("AWS_PROFILE") ?? host.FindText("AWS_DEFAULT_PROFILE");
        _config = new Lazy<SharedConfig>(() => SharedConfig.Read(host));
        _name = explicitName ?? shellName ?? "default";
        IsExplicit = explicitName is not null;
        UsesShell = explicitName is null && host.FindText("AWS_ACCESS_KEY_ID") is not null;
        MustExist = IsExplicit || (shellName is not null && !UsesShell);
    }

    /// <summary>True when the command line names the profile.</summary>
    public bool IsExplicit { get; }

    /// <summary>True when the keys are those in the shell's variables.</summary>
    public bool UsesShell { get; }

    public SharedConfig Config => _config.Value;

    private bool MustExist { get; }

    public static ProfileChoice Make(HostEnvironment host, string? option)
    {
        var choice = new ProfileChoice(host, string.IsNullOrEmpty(option) ? null : option);
        if (choice.MustExist && choice.FindProfile() is null)
        {
            throw ProfileNotFound.Error(choice._name, choice.IsExplicit ? "--profile" : "AWS_PROFILE", choice.Config);
        }

        return choice;
    }

    public Profile? FindProfile() => Config.Find(_name);
}
