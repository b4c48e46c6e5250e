using System.Text;
using Samlet.Functions;

namespace Samlet.Runtimes;

/// <summary>
/// What to do about an ES module where a CommonJS one is expected, which node by itself takes and Lambda does not: up
/// to nodejs22.x it starts node without these features (<see cref="NodejsFlags"/>).
/// </summary>
internal static class ModuleKindHint
{
    private const string RequireFailed = "ERR_REQUIRE_ESM";

    private static readonly string[] SyntaxFailed =
    [
        "Cannot use import statement outside a module", "Unexpected token 'export'", "Cannot use 'import.meta' outside",
    ];

    /// <summary>The text of the hint; null for every other error.</summary>
    public static string? For(RuntimeIdentifier runtime, ReadOnlyMemory<byte> errorObject)
    {
        if (runtime.Family != RuntimeFamily.Node)
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(errorObject.Span);
        return Array.Exists(SyntaxFailed, sign => text.Contains(sign, StringComparison.Ordinal))
            ? "Lambda takes a `.js` file for an ES module only when package.json in the function's code says "
                + "`\"type\": \"module\"`: add that, or name the file `.mjs`"
            : text.Contains(RequireFailed, StringComparison.Ordinal)
                ? $"{runtime.Name} lets no code `require()` an ES module, on Lambda neither: use `import()`, "
                    + "or set NODE_OPTIONS to `--experimental-require-module`"
                : null;
    }
}
