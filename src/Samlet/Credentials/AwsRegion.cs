namespace Samlet.Credentials;

/// <summary>
/// The one region of a run: `--region`, then AWS_REGION, then AWS_DEFAULT_REGION (the order of the AWS CLI and most
/// SDKs), then the profile, then us-east-1.
/// </summary>
internal static class AwsRegion
{
    public const string Default = "us-east-1";

    private const int LongestName = 63;

    public static string? OfCommandLineOrShell(string? option, HostEnvironment host) =>
        Checked(option, "--region")
        ?? Checked(host.Find("AWS_REGION"), "AWS_REGION")
        ?? Checked(host.Find("AWS_DEFAULT_REGION"), "AWS_DEFAULT_REGION");

    public static string? OfProfile(Profile? profile) =>
        Checked(profile?.Find("region"), $"profile `{profile?.Name}`");

    /// <summary>
    /// A region becomes a part of host names. Unknown names are accepted, since only AWS knows which regions exist.
    /// </summary>
    public static bool IsHostLabel(string region) =>
        region.Length <= LongestName
        && region[0] != '-' && region[^1] != '-'
        && region.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-')
        && !region.All(char.IsAsciiDigit);

    private static string? Checked(string? region, string source)
    {
        if (string.IsNullOrEmpty(region))
        {
            return null;
        }

        return IsHostLabel(region) ? region : throw new UserErrorException(
            $"`{region}`, the region of {source}, is not in the form of a region", "write it as in `eu-west-1`");
    }
}
