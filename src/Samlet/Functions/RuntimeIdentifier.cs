using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using static Samlet.Functions.RuntimeFamily;
using static Samlet.Functions.RuntimeStatus;

namespace Samlet.Functions;

internal enum RuntimeFamily
{
    Node,
    Python,
    Ruby,
    Java,
    Dotnet,
    Provided,
    Go1x,
}

internal enum RuntimeStatus
{
    Supported,
    Preview,
    Deprecated,
    Blocked,
    ContainerOnly,
}

/// <summary>
/// A runtime identifier of the Lambda API and what the service does with it. Status and dates are data of late August
/// 2026 (docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html); the service moves the dates.
/// </summary>
internal sealed record RuntimeIdentifier(
    string Name,
    RuntimeFamily Family,
    RuntimeStatus Status,
    DateOnly? DeprecatedOn = null,
    DateOnly? CreationEndsOn = null)
{
    private static readonly DateOnly NextBlock = new(2027, 2, 1);

    /// <summary>Newest first in each family.</summary>
    public static IReadOnlyList<RuntimeIdentifier> All { get; } =
    [
        new("nodejs26.x", Node, Preview),
        new("nodejs24.x", Node, Supported, new(2028, 4, 30)),
        new("nodejs22.x", Node, Supported, new(2027, 4, 30)),
        new("nodejs20.x", Node, Deprecated, new(2026, 4, 30)),
        new("nodejs18.x", Node, Deprecated, new(2025, 9, 1)),
        new("nodejs16.x", Node, Deprecated, new(2024, 6, 12)),
        new("nodejs14.x", Node, Blocked),
        new("nodejs12.x", Node, Blocked),
        new("nodejs10.x", Node, Blocked),
        new("nodejs8.10", Node, Blocked),
        new("nodejs6.10", Node, Blocked),
        new("nodejs4.3-edge", Node, Blocked),
        new("nodejs4.3", Node, Blocked),
        new("nodejs", Node, Blocked),
        new("python3.15", Python, Preview),
        new("python3.14", Python, Supported, new(2029, 6, 30)),
        new("python3.13", Python, Supported, new(2029, 6, 30)),
        new("python3.12", Python, Supported, new(2028, 10, 31)),
        new("python3.11", Python, Supported, new(2027, 6, 30)),
        new("python3.10", Python, Supported, new(2026, 10, 31)),
        new("python3.9", Python, Deprecated, new(2025, 12, 15), NextBlock),
        new("python3.8", Python, Deprecated, new(2024, 10, 14), NextBlock),
        new("python3.7", Python, Blocked),
        new("python3.6", Python, Blocked),
        new("python2.7", Python, Blocked),
        new("ruby4.0", Ruby, Supported, new(2029, 3, 31)),
        new("ruby3.4", Ruby, Supported, new(2028, 3, 31)),
        new("ruby3.3", Ruby, Supported, new(2027, 3, 31)),
        new("ruby3.2", Ruby, Deprecated, new(2026, 3, 31)),
        new("ruby2.7", Ruby, Blocked),
        new("ruby2.5", Ruby, Blocked),
        new("java25", Java, Supported, new(2029, 6, 30)),
        new("java21", Java, Supported, new(2029, 6, 30)),
        new("java17.al2023", Java, Supported, new(2029, 6, 30)),
        new("java17", Java, Supported, new(2027, 6, 30)),
        new("java11.al2023", Java, Supported, new(2029, 6, 30)),
        new("java11", Java, Supported, new(2027, 6, 30)),
        new("java8.al2023", Java, Supported, new(2029, 6, 30)),
        new("java8.al2", Java, Supported, new(2027, 6, 30)),
        new("java8", Java, Blocked),
        new("dotnet10", Dotnet, Supported, new(2028, 11, 14)),
        new("dotnet9", Dotnet, ContainerOnly, new(2026, 11, 10)),
        new("dotnet8", Dotnet, Supported, new(2026, 11, 10)),
        new("dotnet7", Dotnet, Blocked),
        new("dotnet6", Dotnet, Deprecated, new(2024, 12, 20)),
        new("dotnet5.0", Dotnet, Blocked),
        new("dotnetcore3.1", Dotnet, Blocked),
        new("dotnetcore2.1", Dotnet, Blocked),
        new("dotnetcore2.0", Dotnet, Blocked),
        new("dotnetcore1.0", Dotnet, Blocked),
        new("provided.al2023", Provided, Supported, new(2029, 6, 30)),
        new("provided.al2", Provided, Deprecated, new(2026, 7, 31), NextBlock),
        new("provided", Provided, Blocked),
        new("go1.x", Go1x, Blocked),
    ];

    /// <summary>
    /// The identifier without language and `.x`, as base images are tagged: `22`, `8.al2`, `core3.1`.
    /// </summary>
    public string Version
    {
        get
        {
            var version = Name.AsSpan(LanguageOf(Family).Length).TrimStart('.');
            return new(version.EndsWith(".x") ? version[..^2] : version);
        }
    }

    /// <summary>`nodejs`, `python`, `provided`: what the identifier begins with.</summary>
    public string Language => LanguageOf(Family);

    /// <summary>The version an interpreter must have: `22`, `8`, `3.1`; empty where none takes part.</summary>
    public string InterpreterVersion => Family == Provided ? "" : Name == "nodejs" ? "0.10" : NumberIn(Version);

    /// <summary>Custom runtimes run the program `bootstrap` of the code or of a layer, no interpreter.</summary>
    public bool RunsBootstrap => Family == Provided;

    /// <summary>What replaces this runtime on the service: the newest supported one of the family.</summary>
    public RuntimeIdentifier Successor =>
        All.First(other => other.Status == Supported && other.Family == (Family == Go1x ? Provided : Family));

    private string MoveOn => $"move to `{Successor.Name}`";

    public static bool TryParse(string? text, [NotNullWhen(true)] out RuntimeIdentifier? runtime)
    {
        runtime = All.FirstOrDefault(candidate => candidate.Name.Equals(text, StringComparison.OrdinalIgnoreCase));
        return runtime is not null;
    }

    public static RuntimeIdentifier Parse(string text) =>
        TryParse(text, out var runtime)
            ? runtime
            : throw new UserErrorException($"`{text}` is not a Lambda runtime", HintFor(text));

    /// <summary>
    /// The identifier most likely meant, never one that the service has blocked; null when none is near.
    /// </summary>
    public static string? Nearest(string text) => NearestRuntime.Find(text)?.Name;

    /// <summary>The status on a day: announced dates that have passed count.</summary>
    public RuntimeStatus StatusOn(DateOnly today) => Status switch
    {
        Supported or Deprecated when CreationEndsOn <= today => Blocked,
        Supported when DeprecatedOn <= today => Deprecated,
        _ => Status,
    };

    /// <summary>
    /// What to tell a developer who uses this runtime, in one line; null when there is nothing to say.
    /// </summary>
    public string? NoticeOn(DateOnly today) => StatusOn(today) switch
    {
        Blocked => $"runtime `{Name}` is blocked: Lambda creates no functions with it any more; {MoveOn}",
        Deprecated => string.Create(
            CultureInfo.InvariantCulture, $"runtime `{Name}` is deprecated since {DeprecatedOn:yyyy-MM-dd}; {MoveOn}"),
        Preview => $"runtime `{Name}` is a preview on Lambda",
        ContainerOnly => $"runtime `{Name}` exists on Lambda as a container image only, not for zip packages",
        _ => null,
    };

    /// <summary>
    /// Blocked runtimes still run with the interpreter at hand, except the one whose protocol is gone.
    /// </summary>
    public void RequireRunnable()
    {
        if (Family == Go1x)
        {
            throw new UserErrorException(
                $"runtime `{Name}` cannot run: Lambda ended it, with the protocol its programs speak",
                "name the program `bootstrap` and set Runtime to `provided.al2023`; "
                + "recent versions of aws-lambda-go need no change in code");
        }
    }

    private static string NumberIn(string version)
    {
        var start = version.StartsWith("core", StringComparison.Ordinal) ? "core".Length : 0;
        var end = start;
        while (end < version.Length && (char.IsAsciiDigit(version[end]) || version[end] == '.'))
        {
            end++;
        }

        return version[start..end].TrimEnd('.');
    }

    private static string HintFor(string text) => Nearest(text) is { } name
        ? $"did you mean `{name}`?"
        : "use one of " + string.Join(
            ", ", from runtime in All where runtime.Status == Supported select $"`{runtime.Name}`");

    private static string LanguageOf(RuntimeFamily family) => family switch
    {
        Node => "nodejs",
        Python => "python",
        Ruby => "ruby",
        Java => "java",
        Dotnet => "dotnet",
        Provided => "provided",
        Go1x => "go",
        _ => throw new UnreachableException(),
    };
}
