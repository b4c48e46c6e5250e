using Samlet.Tests.Support;

namespace Samlet.Tests.Runtimes.Bootstraps;

/// <summary>Handler strings, the modules they name, and what can be wrong with either.</summary>
public sealed class NodejsModuleTests
{
    private const string CommonJs = "exports.handler = async () => 'cjs';";
    private const string Esm = "export const handler = async () => 'esm';";

    [Theory(Timeout = 60_000)]
    [Trait("Vector", "V62")]
    [InlineData("index.handler", "index.js", CommonJs, "\"cjs\"")]
    [InlineData("index.handler", "index.cjs", CommonJs, "\"cjs\"")]
    [InlineData("index.handler", "index.mjs", Esm, "\"esm\"")]
    [InlineData("./index.handler", "index.js", CommonJs, "\"cjs\"")]
    [InlineData("a/b/index.ns.fn", "a/b/index.js", "exports.ns = { fn: async () => __dirname.slice(-4) };", "\"/a/b\"")]
    [InlineData("index.prod.handler", "index.js", "exports.prod = { handler: async () => 1 };", "1")]
    [InlineData("pkg.handler", "node_modules/pkg/index.js", CommonJs, "\"cjs\"")]
    [InlineData("sub/pkg.handler", "sub/node_modules/pkg/index.js", CommonJs, "\"cjs\"")]
    [InlineData("lay.handler", "../layer/nodejs/node_modules/lay/index.js", CommonJs, "\"cjs\"")]
    [InlineData("index.default", "index.mjs", "export default async () => 'default';", "\"default\"")]
    [InlineData("index.handler", "index.mjs", "const n = await new Promise((done) => setTimeout(() => done(4), 20)); export const handler = async () => n;", "4")]
    [InlineData("index.handler", "index.js", "Object.defineProperty(exports, 'handler', { enumerable: true, get: () => async () => 'g' });", "\"g\"")]
    [InlineData("index.handler", "index.js", "module.exports = new (class { async handler() { return 'i'; } })();", "\"i\"")]
    [InlineData("index.handler", "index.js", "module.exports = class { static async handler() { return 's'; } }; module.exports.handler = module.exports.handler;", "\"s\"")]
    [InlineData("index.handler", "index.js", "exports.handler = async () => [typeof require.main, require.main === module, 'mainModule' in process];", "[\"undefined\",false,false]")]
    [InlineData("index.handler", "index.js", "const text = `\nexport const x = 1;\nimport y from 'z'`; exports.handler = async () => text.length;", "38")]
    [InlineData("index.handler", "index.js", "exports.handler = async () => (await import('fs')).existsSync(__filename);", "true")]
    public async Task A_handler_is_found(string handler, string file, string code, string expected)
    {
        foreach (var runtime in NodejsFunction.Clients)
        {
            var outcome = await Function(runtime, handler, (file, code)).RunAsync();
            Assert.Equal(
                (runtime, "/invocation/request-1/response", expected), (runtime, outcome.Post.Path, outcome.Post.Text));
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData("module", "index.js", Esm, "\"esm\"")]
    [InlineData("module", "index.cjs", CommonJs, "\"cjs\"")]
    [InlineData("commonjs", "index.js", CommonJs, "\"cjs\"")]
    [InlineData("commonjs", "index.mjs", Esm, "\"esm\"")]
    public async Task The_type_of_the_package_counts(string type, string file, string code, string expected)
    {
        foreach (var runtime in NodejsFunction.Clients)
        {
            var outcome = await Function(
                runtime, "index.handler", (file, code), ("package.json", $$"""{"type":"{{type}}"}""")).RunAsync();
            Assert.Equal((runtime, expected), (runtime, outcome.Post.Text));
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_package_above_the_code_does_not_count()
    {
        foreach (var runtime in NodejsFunction.Clients)
        {
            var outcome = await Function(
                runtime,
                "index.handler",
                ("../package.json", """{"type":"module"}"""),
                ("index.js", "const lib = require('./lib/lib'); exports.handler = async () => lib;"),
                ("lib/lib.js", "module.exports = 'lib';")).RunAsync();

            Assert.Equal((runtime, "\"lib\""), (runtime, outcome.Post.Text));
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData(".js", ".mjs", "\"cjs\"")]
    [InlineData(".mjs", ".cjs", "\"esm\"")]
    public async Task Extensions_are_tried_in_order(string first, string second, string expected)
    {
        foreach (var runtime in NodejsFunction.Clients)
        {
            var outcome = await Function(
                runtime,
                "index.handler",
                ($"index{first}", first == ".mjs" ? Esm : CommonJs),
                ($"index{second}", second == ".mjs" ? Esm : CommonJs)).RunAsync();

            Assert.Equal((runtime, expected), (runtime, outcome.Post.Text));
        }
    }

    [Theory(Timeout = 60_000)]
    [Trait("Vector", "V63")]
    [InlineData("index", "Runtime.MalformedHandlerName", "Bad handler")]
    [InlineData("../x.h", "Runtime.MalformedHandlerName", "'../x.h' is not a valid handler name. Use absolute paths when specifying root directories in handler names.")]
    [InlineData("a..b", "Runtime.MalformedHandlerName", "'a..b' is not a valid handler name. Use absolute paths when specifying root directories in handler names.")]
    [InlineData("missing.handler", "Runtime.ImportModuleError", "Error: Cannot find module 'missing'\\nRequire stack:\\n- /var/runtime/index.mjs")]
    [InlineData("index.nope", "Runtime.HandlerNotFound", "index.nope is undefined or not exported")]
    [InlineData("index.ns.fn", "Runtime.HandlerNotFound", "index.ns.fn is undefined or not exported")]
    [InlineData("index.value", "Runtime.HandlerNotFound", "index.value is not a function")]
    [InlineData("module.nope", "Runtime.HandlerNotFound", "module.nope is undefined or not exported")]
    [InlineData("syntax.handler", "Runtime.UserCodeSyntaxError", "SyntaxError: Unexpected end of input")]
    [InlineData("syntaxmodule.handler", "Runtime.UserCodeSyntaxError", "SyntaxError: Unexpected token '}'")]
    [InlineData("names.handler", "Runtime.UserCodeSyntaxError", "SyntaxError: The requested module './module.mjs' does not provide an export named 'none'")]
    [InlineData("throws.handler", "RangeError", "thrown")]
    [InlineData("streams.handler", "Runtime.MalformedStreamingHandler", "Only response streaming is supported.")]
    public async Task A_handler_that_cannot_be_had_fails_the_init_phase(string handler, string type, string message)
    {
        foreach (var (runtime, exitCode, label) in new[]
        {
            (NodejsFunction.Client3, 129, "undefined\tERROR\tUncaught Exception"),
            (NodejsFunction.Client4, 1, "-\tERROR\tInit Error"),
        })
        {
            var outcome = await Broken(runtime, handler).RunAsync();

            Assert.Equal((runtime, "/init/error", exitCode), (runtime, outcome.Post.Path, outcome.ExitCode));
            Assert.StartsWith(
                $$"""{"errorType":"{{type}}","errorMessage":"{{message}}","trace":[""",
                outcome.Post.Text,
                StringComparison.Ordinal);
            Assert.Equal(type, outcome.Post.Header("Lambda-Runtime-Function-Error-Type"));
            Assert.StartsWith(
                $"TIME\t{label} \t{{\"errorType\":\"{type}\"", outcome.Lines[0], StringComparison.Ordinal);
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData(NodejsFunction.Client3, """/task/needs.js\n- /var/runtime/index.mjs","trace":[""")]
    [InlineData(NodejsFunction.Client4, """/task/needs.js","trace":[""")]
    public async Task A_missing_dependency_names_who_requires_it(string runtime, string stack)
    {
        var outcome = await Broken(runtime, "needs.handler").RunAsync();

        Assert.StartsWith(
            """{"errorType":"Runtime.ImportModuleError","errorMessage":"Error: Cannot find module 'absent'\nRequire """,
            outcome.Post.Text,
            StringComparison.Ordinal);
        Assert.Contains(stack, outcome.Post.Text, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_missing_dependency_of_an_ES_module_keeps_its_own_error()
    {
        foreach (var runtime in NodejsFunction.Clients)
        {
            var outcome = await Broken(runtime, "needsmodule.handler").RunAsync();

            Assert.StartsWith(
                """{"errorType":"Error","errorMessage":"Cannot find package 'absent'""",
                outcome.Post.Text,
                StringComparison.Ordinal);
            Assert.Contains("\"code\":\"ERR_MODULE_NOT_FOUND\"", outcome.Output, StringComparison.Ordinal);
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData("import fs from 'fs';\nexport const handler = async () => typeof fs.readFileSync;", "\"function\"")]
    [InlineData("const f=async()=>2;export{f as handler};", "2")]
    public async Task Client_4_leaves_it_to_node_whether_a_script_is_an_ES_module(string code, string expected)
    {
        Assert.SkipUnless(
            NodejsInterpreter.VersionOfRuntime(NodejsFunction.Client4) >= new Version(20, 19),
            "older nodes do not tell an ES module by its syntax");
        var outcome = await NodejsFunction.WithCode(NodejsFunction.Client4, code).RunAsync();
        Assert.Equal(expected, outcome.Post.Text);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(NodejsFunction.Client3, "index.js", "exports.handler = async () => (await import('@aws-sdk/fake')).default;")]
    [InlineData(NodejsFunction.Client4, "index.js", "exports.handler = async () => (await import('@aws-sdk/fake')).default;")]
    [InlineData(NodejsFunction.Client3, "index.mjs", "import fake from '@aws-sdk/fake';\nexport const handler = async () => fake;")]
    [InlineData(NodejsFunction.Client4, "index.mjs", "import fake from '@aws-sdk/fake';\nexport const handler = async () => fake;")]
    [InlineData(NodejsFunction.Client3, "index.js", "exports.handler = require('./lib/fake.js').handler;")]
    public async Task Packages_of_the_runtime_are_found_by_import(string runtime, string file, string code)
    {
        using var folder = new TempFolder();
        _ = folder.Write("node_modules/@aws-sdk/fake/package.json", """{"name":"@aws-sdk/fake","main":"index.js"}""");
        _ = folder.Write("node_modules/@aws-sdk/fake/index.js", "module.exports = 'installed';");
        var function = new NodejsFunction
        {
            Runtime = runtime,
            Files = new Dictionary<string, string>
            {
                [file] = code,
                ["lib/fake.js"] = "exports.handler = async () => (await import('@aws-sdk/fake')).default;",
            },
            Environment = new Dictionary<string, string?> { ["_SAMLET_PACKAGES"] = folder.Path },
        };

        Assert.Equal("\"installed\"", (await function.RunAsync()).Post.Text);
    }

    [Fact(Timeout = 60_000)]
    public async Task Client_4_is_tried_with_the_node_that_it_was_made_for()
    {
        Machine.Require(NodejsInterpreter.Node24 is not null, "Node.js 24 at SAMLET_TEST_NODE24");
        var outcome = await NodejsFunction
            .WithCode(NodejsFunction.Client4, "exports.handler = async () => parseInt(process.versions.node) >= 24;")
            .RunAsync();

        Assert.Equal("true", outcome.Post.Text);
    }

    [Fact(Timeout = 60_000)]
    public async Task Client_3_takes_a_script_for_CommonJS_without_a_type()
    {
        var outcome = await NodejsFunction.WithCode(NodejsFunction.Client3, Esm).RunAsync();
        Assert.StartsWith(
            """{"errorType":"Runtime.UserCodeSyntaxError","errorMessage":"SyntaxError: Unexpected token 'export'","trace":[""",
            outcome.Post.Text,
            StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("index.handler", "module.exports = () => 1; module.exports.handler = async () => 'named';", "\"named\"")]
    [InlineData("index.default", "module.exports = async () => 'function';", "\"function\"")]
    [InlineData("index.default", "globalThis.runs = (globalThis.runs ?? 0) + 1; module.exports = async () => globalThis.runs;", "1")]
    public async Task Client_4_finds_what_import_finds_in_CommonJS(string handler, string code, string expected)
    {
        var outcome = await Function(NodejsFunction.Client4, handler, ("index.js", code)).RunAsync();
        Assert.Equal(expected, outcome.Post.Text);
    }

    [Fact(Timeout = 60_000)]
    public async Task With_client_4_a_default_export_is_not_a_handler_but_its_properties_are()
    {
        const string Code =
            "Object.defineProperty(exports, '__esModule', { value: true }); exports.default = async () => 1;";
        var outcome = await Function(NodejsFunction.Client4, "index.default", ("index.js", Code)).RunAsync();
        Assert.StartsWith(
            """{"errorType":"Runtime.HandlerNotFound","errorMessage":"index.default is not a function",""",
            outcome.Post.Text,
            StringComparison.Ordinal);

        var nested = await Function(NodejsFunction.Client4, "index.default.default", ("index.js", Code)).RunAsync();
        Assert.Equal("1", nested.Post.Text);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(NodejsFunction.Client3, "\"/var/runtime/index.mjs\"")]
    [InlineData(NodejsFunction.Client4, "null")]
    public async Task A_CommonJS_handler_has_the_clients_parent(string runtime, string expected)
    {
        var outcome = await NodejsFunction.WithCode(
            runtime, "exports.handler = async () => module.parent?.filename;").RunAsync();
        Assert.Equal(expected, outcome.Post.Text);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("index.js", "const lay = require('lay'); exports.handler = async () => lay;", true)]
    [InlineData("index.mjs", "import lay from 'lay'; export const handler = async () => lay;", false)]
    public async Task Layers_are_found_by_require_and_not_by_import(string file, string code, bool isFound)
    {
        foreach (var runtime in NodejsFunction.Clients)
        {
            var outcome = await Function(
                runtime,
                "index.handler",
                (file, code),
                ("../layer/nodejs/node_modules/lay/index.js", "module.exports = 'lay';")).RunAsync();

            Assert.Equal((runtime, isFound), (runtime, outcome.Post.Text == "\"lay\""));
        }
    }

    private static NodejsFunction Broken(string runtime, string handler) => Function(
        runtime,
        handler,
        ("index.js", "exports.handler = async () => 1; exports.value = { a: 1 };"),
        ("module.mjs", Esm),
        ("syntax.js", "exports.handler = async () => {"),
        ("syntaxmodule.mjs", "export const handler = }"),
        ("names.mjs", "import { none } from './module.mjs'; export const handler = none;"),
        ("throws.js", "throw new RangeError('thrown');"),
        ("needs.js", "require('absent');"),
        ("needsmodule.mjs", "import absent from 'absent'; export const handler = absent;"),
        ("streams.js", """
            exports.handler = async () => 1;
            exports.handler[Symbol.for('aws.lambda.runtime.handler.streaming')] = 'request';
            """));

    private static NodejsFunction Function(
        string runtime, string handler, params (string Name, string Code)[] files) => new()
        {
            Runtime = runtime,
            Handler = handler,
            Files = files.ToDictionary(static file => file.Name, static file => file.Code),
        };
}
