namespace Samlet.E2ETests;

/// <summary>Code whose packages are symbolic links to elsewhere, in the sandbox that hides everything else.</summary>
[Requires(RequiresAttribute.Linux, "node", "bwrap")]
public sealed class LinkedCodeTests
{
    private const string Linux = "--sandbox=linux";
    private const string UsesPackages =
        "const { name } = require('@acme/shared'); exports.handler = async () => name + ' ' + require('left').side;";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_linked_node_modules_is_there_with_the_packages_it_links_to(bool isAbsolute)
    {
        using var app = Workspace(UsesPackages);
        Link(app, "src/node_modules", isAbsolute ? app.Folder.PathOf("node_modules") : "../node_modules");

        (await app.InvokeAsync(Linux)).IsAnswer("\"shared with lodash left\"");
    }

    [Fact]
    public async Task Packages_which_are_linked_one_by_one_into_a_common_store_are_there()
    {
        using var app = Workspace(UsesPackages)
            .With("node_modules/.store/left@1/node_modules/left/index.js", "exports.side = require('right').side;")
            .With("node_modules/.store/left@1/node_modules/left/package.json", "{}")
            .With("node_modules/.store/right@1/node_modules/right/index.js", "exports.side = 'right';");
        Link(app, "node_modules/.store/left@1/node_modules/right", "../../right@1/node_modules/right");
        Link(app, "src/node_modules/left", "../../node_modules/.store/left@1/node_modules/left");
        Link(app, "src/node_modules/@acme/shared", "../../../packages/shared");
        Link(app, "packages/shared/node_modules/lodash", "../../../node_modules/lodash");

        (await app.InvokeAsync(Linux)).IsAnswer("\"shared with lodash right\"");
    }

    [Fact]
    public async Task A_layer_may_link_to_its_packages()
    {
        using var app = TestApp.Of("""
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Function:
                Type: AWS::Serverless::Function
                Properties: {CodeUri: src, Handler: app.handler, Runtime: nodejs22.x, Layers: [!Ref Packages]}
              Packages:
                Type: AWS::Serverless::LayerVersion
                Properties: {ContentUri: layer}
            """)
            .With("src/app.js", "exports.handler = async () => require('left').side;")
            .With("project/node_modules/left/index.js", "exports.side = 'left';");
        Link(app, "layer/nodejs/node_modules", app.Folder.PathOf("project/node_modules"));

        (await app.InvokeAsync(Linux)).IsAnswer("\"left\"");
    }

    [Fact]
    public async Task Other_links_lead_nowhere_and_are_named_unless_they_are_asked_for()
    {
        using var app = TestApp.Node("""
            const { existsSync } = require('fs');
            exports.handler = async () => ['data/a.txt', 'node_modules/home/a.txt'].map((name) => existsSync(name));
            """).With("elsewhere/a.txt", "a");
        Link(app, "src/data", app.Folder.PathOf("elsewhere"));
        Link(app, "src/node_modules/home", app.Folder.PathOf("elsewhere"));

        var hidden = await app.InvokeAsync(Linux);
        hidden.IsAnswer("[false,false]");
        Assert.Contains($"`{app.Folder.PathOf("src/data")}` leads out of the code", hidden.Err, StringComparison.Ordinal);
        (await app.InvokeAsync(Linux, "--mount-symlinks")).IsAnswer("[true,true]");
    }

    [Fact]
    public async Task What_is_installed_above_the_code_is_not_there_and_the_hint_says_why()
    {
        using var app = Workspace(UsesPackages).With("src/package.json", """{"dependencies": {"@acme/shared": "1"}}""");

        var result = await app.InvokeAsync(Linux);

        result.IsFunctionError("Runtime.ImportModuleError");
        Assert.Contains(
            $"hint: `@acme/shared` is in `{app.Folder.PathOf("node_modules")}`, and Lambda gets only what is in "
            + $"`{app.Folder.PathOf("src")}`: run `sam build`, or `--sandbox process`",
            result.Err, StringComparison.Ordinal);
        (await app.InvokeAsync("--sandbox=process")).IsAnswer("\"shared with lodash left\"");
    }

    private static TestApp Workspace(string code)
    {
        var app = TestApp.Node(code)
            .With("packages/shared/package.json", """{"name": "@acme/shared"}""")
            .With("packages/shared/index.js", "exports.name = 'shared with ' + require('lodash').name;")
            .With("node_modules/lodash/index.js", "exports.name = 'lodash';")
            .With("node_modules/left/index.js", "exports.side = 'left';");
        Link(app, "node_modules/@acme/shared", "../../packages/shared");
        return app;
    }

    private static void Link(TestApp app, string name, string target)
    {
        var path = app.Folder.PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Directory.CreateSymbolicLink(path, target);
    }
}
