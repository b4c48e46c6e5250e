using System.Globalization;
using Samlet.Functions;

namespace Samlet.Runtimes;

/// <summary>
/// The flags that the service starts node with: heap sizes by the memory of the function, and up to nodejs22.x without
/// what newer nodes do with ES modules by default. NODE_OPTIONS takes precedence.
/// Sources: command lines that wrapper scripts recorded (128 MB: 6 and 116), and the Lambda developer guide, "Building
/// Lambda functions with Node.js".
/// </summary>
internal static class NodejsFlags
{
    /// <summary>The first versions that know a flag; an unknown one ends node at once.</summary>
    private static readonly (string Name, Version InNode20, Version Otherwise)[] Features =
    [
        ("experimental-require-module", new(20, 17), new(22, 0)),
        ("experimental-detect-module", new(20, 10), new(21, 1)),
    ];

    /// <param name="runtime">What the template asks for.</param>
    /// <param name="nodeVersion">The version in full of the node that runs it.</param>
    /// <param name="memoryMegabytes">The function's memory size.</param>
    /// <param name="nodeOptions">The function's NODE_OPTIONS.</param>
    public static IReadOnlyList<string> Of(
        RuntimeIdentifier runtime, string nodeVersion, int memoryMegabytes, string? nodeOptions)
    {
        var options = (nodeOptions ?? "").Replace('_', '-'); // V8 takes either.
        return
        [
            "--expose-gc",
            "--max-http-header-size=81920",
            .. HeapSizes(memoryMegabytes, options),
            .. ModuleFeatures(runtime, nodeVersion, options),
        ];
    }

    private static IEnumerable<string> HeapSizes(int memoryMegabytes, string options) =>
        Has(options, "--max-semi-space-size") || Has(options, "--max-old-space-size")
            ? []
            :
            [
                $"--max-semi-space-size={memoryMegabytes * 5 / 100}",
                $"--max-old-space-size={((memoryMegabytes * 90) + 99) / 100}",
            ];

    private static IEnumerable<string> ModuleFeatures(RuntimeIdentifier runtime, string nodeVersion, string options)
    {
        if (Major(runtime) >= 24 || !Version.TryParse(nodeVersion, out var node))
        {
            return [];
        }

        return from feature in Features
               where node >= (node.Major == 20 ? feature.InNode20 : feature.Otherwise)
               where !Has(options, $"--{feature.Name}")
               select $"--no-{feature.Name}";
    }

    private static int Major(RuntimeIdentifier runtime) =>
        int.Parse(runtime.InterpreterVersion.Split('.')[0], CultureInfo.InvariantCulture);

    private static bool Has(string options, string flag) => options.Contains(flag, StringComparison.Ordinal);
}
