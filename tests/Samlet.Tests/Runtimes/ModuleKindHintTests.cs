using System.Text;
using Samlet.Functions;
using Samlet.Runtimes;

namespace Samlet.Tests.Runtimes;

public sealed class ModuleKindHintTests
{
    [Theory]
    [InlineData("SyntaxError: Cannot use import statement outside a module", "name the file `.mjs`")]
    [InlineData("SyntaxError: Unexpected token 'export'", "name the file `.mjs`")]
    [InlineData("SyntaxError: Cannot use 'import.meta' outside a module", "name the file `.mjs`")]
    [InlineData("Error [ERR_REQUIRE_ESM]: require() of ES Module /var/task/d.mjs", "`--experimental-require-module`")]
    public void An_ES_module_in_the_wrong_place_is_told(string error, string advice) =>
        Assert.Contains(advice, Hint("nodejs22.x", error), StringComparison.Ordinal);

    [Theory]
    [InlineData("nodejs22.x", "SyntaxError: Unexpected token '}'")]
    [InlineData("python3.13", "SyntaxError: Unexpected token 'export'")]
    public void Other_errors_speak_for_themselves(string runtime, string error) => Assert.Null(Hint(runtime, error));

    private static string? Hint(string runtime, string error) => ModuleKindHint.For(
        RuntimeIdentifier.Parse(runtime), Encoding.UTF8.GetBytes($$"""{"errorType":"Error","trace":["{{error}}"]}"""));
}
