namespace Samlet.Tests.Support;

internal static class UnixMode
{
    /// <summary>The permissions of a file or folder in octal; skips the test where there are none.</summary>
    public static string Of(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            return Convert.ToString((int)File.GetUnixFileMode(path), 8);
        }

        Assert.Skip("Windows has no file modes");
        return "";
    }
}
