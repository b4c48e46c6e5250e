using Samlet.Functions;

namespace Samlet.Runtimes;

/// <summary>
/// The packages that Lambda's managed runtimes bring along (docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html).
/// </summary>
internal static class CarriedPackages
{
    // Node.js 18 replaced version 2 of the SDK by version 3.
    private const int FirstNodeWithSdk3 = 18;

    private static readonly string[] Python =
        ["boto3", "botocore", "s3transfer", "jmespath", "dateutil", "six", "urllib3"];

    public static bool Contains(RuntimeIdentifier runtime, string package) => runtime.Family switch
    {
        RuntimeFamily.Node when HasSdk3(runtime) => IsIn("@aws-sdk/", package) || IsIn("@smithy/", package),
        RuntimeFamily.Node => package == "aws-sdk",
        RuntimeFamily.Python => Python.Contains(package),
        RuntimeFamily.Ruby => package == "aws-sdk" || IsIn("aws-sdk-", package),
        _ => false,
    };

    /// <summary>The name to install a Python module by.</summary>
    public static string Distribution(string module) => module == "dateutil" ? "python-dateutil" : module;

    /// <summary>The other way round.</summary>
    public static string Module(string distribution) => distribution == "python-dateutil" ? "dateutil" : distribution;

    private static bool HasSdk3(RuntimeIdentifier runtime) =>
        int.TryParse(runtime.InterpreterVersion, out var version) && version >= FirstNodeWithSdk3;

    private static bool IsIn(string scope, string package) => package.StartsWith(scope, StringComparison.Ordinal);
}
