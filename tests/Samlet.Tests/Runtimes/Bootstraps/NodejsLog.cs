using System.Text.RegularExpressions;

namespace Samlet.Tests.Runtimes.Bootstraps;

internal static partial class NodejsLog
{
    public static string WithoutTime(string line) => Time().Replace(line, "TIME");

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")]
    private static partial Regex Time();
}
