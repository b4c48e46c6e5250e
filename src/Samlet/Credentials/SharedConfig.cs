namespace Samlet.Credentials;

/// <summary>
/// The config and the credentials file that the AWS tools share
/// (docs.aws.amazon.com/sdkref/latest/guide/file-format.html).
/// </summary>
internal sealed class SharedConfig
{
    private static readonly Dictionary<string, string> Nothing = [];

    private readonly Dictionary<string, Dictionary<string, string>> _configProfiles = [];
    private readonly Dictionary<string, Dictionary<string, string>> _ssoSessions = [];
    private readonly Dictionary<string, Dictionary<string, string>> _services = [];
    private readonly IReadOnlyDictionary<string, Dictionary<string, string>> _credentials;

    private SharedConfig(IniFile config, IniFile credentials)
    {
        _credentials = credentials.Sections;
        foreach (var (section, settings) in config.Sections)
        {
            Add(section, settings);
        }
    }

    public IReadOnlyList<string> ProfileNames =>
        [.. _configProfiles.Keys.Union(_credentials.Keys).Order(StringComparer.Ordinal)];

    /// <summary>
    /// The files that AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE name, or those in `.aws` of the home folder.
    /// </summary>
    public static SharedConfig Read(HostEnvironment host) => new(
        IniFile.Read(PathOf(host, "AWS_CONFIG_FILE", "config")),
        IniFile.Read(PathOf(host, "AWS_SHARED_CREDENTIALS_FILE", "credentials")));

    public Profile? Find(string name)
    {
        var config = _configProfiles.GetValueOrDefault(name);
        var credentials = _credentials.GetValueOrDefault(name);
        return config is null && credentials is null
            ? null
            : new Profile(name, config ?? Nothing, credentials ?? Nothing);
    }

    public IReadOnlyDictionary<string, string>? FindSsoSession(string name) => _ssoSessions.GetValueOrDefault(name);

    public IReadOnlyDictionary<string, string>? FindServices(string name) => _services.GetValueOrDefault(name);

    private void Add(string section, Dictionary<string, string> settings)
    {
        var space = section.AsSpan().IndexOfAny(' ', '\t');
        var kind = space < 0 ? section : section[..space];
        var name = space < 0 ? "" : Unquote(section.AsSpan(space).Trim());
        switch (kind)
        {
            case "default" when space < 0:
                _configProfiles.TryAdd("default", settings); // `[profile default]` is the stronger spelling.
                break;
            case "profile" when name.Length > 0:
                _configProfiles[name] = settings;
                break;
            case "sso-session" when name.Length > 0:
                _ssoSessions[name] = settings;
                break;
            case "services" when name.Length > 0:
                _services[name] = settings;
                break;
        }
    }

    private static string Unquote(ReadOnlySpan<char> name) =>
        name.Length >= 2 && name[0] is '"' or '\'' && name[^1] == name[0] ? name[1..^1].ToString() : name.ToString();

    private static string PathOf(HostEnvironment host, string variable, string file) =>
        host.FindPath(variable) ?? Path.Join(host.HomeFolder, ".aws", file);
}
