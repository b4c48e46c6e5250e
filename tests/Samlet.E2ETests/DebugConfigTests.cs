using System.Text.Json;
using System.Xml.Linq;

namespace Samlet.E2ETests;

/// <summary>`debug-config`: the files that editors read, for a project with a function of each language.</summary>
public sealed class DebugConfigTests
{
    private const string Template = """
        Transform: AWS::Serverless-2016-10-31
        Globals: {Function: {CodeUri: src/, Handler: app.handler}}
        Resources:
          Node: {Type: AWS::Serverless::Function, Properties: {Runtime: nodejs22.x}}
          Python: {Type: AWS::Serverless::Function, Properties: {Runtime: python3.13}}
          Java: {Type: AWS::Serverless::Function, Properties: {Runtime: java21}}
          Net: {Type: AWS::Serverless::Function, Properties: {Runtime: dotnet8}}
          Ruby: {Type: AWS::Serverless::Function, Properties: {Runtime: ruby3.4}}
          Go: {Type: AWS::Serverless::Function, Properties: {Runtime: provided.al2023, CodeUri: go/}}
          Script: {Type: AWS::Serverless::Function, Properties: {Runtime: provided.al2023, CodeUri: script/}}
        """;

    [Fact]
    public async Task Visual_Studio_Code_gets_a_configuration_and_a_task_for_every_function()
    {
        using var app = Project();
        app.With(".vscode/launch.json", "{\n    // mine\n    \"configurations\": [{\"name\": \"mine\"}]\n}\n");

        var result = await RunAsync(app, "--port", "6000");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("`Script` is left out", result.Err, StringComparison.Ordinal);
        var launch = await ReadAsync(app.Folder.PathOf(".vscode/launch.json"));
        Assert.Contains("// mine\n", launch, StringComparison.Ordinal);
        var configurations = Items(launch, "configurations");
        Assert.Equal(
            ["node", "debugpy", "java", "coreclr", "rdbg", "go"],
            configurations.Take(6).Select(item => item.GetProperty("type").GetString()));
        Assert.Equal("mine", configurations[6].GetProperty("name").GetString());
        Assert.Equal(6000, configurations[0].GetProperty("port").GetInt32());
        var tasks = Items(await ReadAsync(app.Folder.PathOf(".vscode/tasks.json")), "tasks");
        Assert.Equal(
            configurations.Take(6).Select(item => item.GetProperty("preLaunchTask").GetString()),
            tasks.Select(task => task.GetProperty("label").GetString()));
        Assert.Equal(
            ["local", "invoke", "Python", "--debug-port", "6001"],
            tasks[1].GetProperty("args").EnumerateArray().Select(word => word.GetString()));
    }

    [Fact]
    public async Task A_second_run_changes_nothing()
    {
        using var app = Project();
        await RunAsync(app);
        var first = await ReadAsync(app.Folder.PathOf(".vscode/launch.json"));

        await RunAsync(app);

        Assert.Equal(first, await ReadAsync(app.Folder.PathOf(".vscode/launch.json")));
    }

    [Fact]
    public async Task Editors_of_JetBrains_get_run_configurations()
    {
        using var app = Project();

        var result = await RunAsync(app, "Go", "--editor", "goland");

        Assert.True(result.ExitCode == 0, result.ToString());
        var start = XDocument.Load(app.Folder.PathOf(".run/Samlet Go.run.xml"));
        Assert.Contains("local invoke Go --debug-port 5858", start.ToString(), StringComparison.Ordinal);
        var attach = XDocument.Load(app.Folder.PathOf(".run/Samlet Go (attach).run.xml"));
        Assert.Equal("5858", attach.Descendants("configuration").Single().Attribute("port")?.Value);
    }

    [Fact]
    public async Task A_broken_file_of_the_editor_is_left_alone()
    {
        using var app = Project();
        app.With(".vscode/launch.json", "{\"configurations\": [");

        (await RunAsync(app)).IsRefusal(1, ".vscode/launch.json");

        Assert.Equal("{\"configurations\": [", await ReadAsync(app.Folder.PathOf(".vscode/launch.json")));
        Assert.False(File.Exists(app.Folder.PathOf(".vscode/tasks.json")));
    }

    private static TestApp Project() => TestApp.Of(Template)
        .With("src/app.js", "").With("go/go.mod", "module x\n").With("script/bootstrap", "#!/bin/sh\n");

    private static Task<ProgramResult> RunAsync(TestApp app, params string[] arguments) =>
        new TestProgram(app.Folder, ["debug-config", .. arguments]).RunAsync();

    private static Task<string> ReadAsync(string path) =>
        File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);

    private static List<JsonElement> Items(string text, string list)
    {
        var options = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip };
        return [.. JsonDocument.Parse(text, options).RootElement.GetProperty(list).EnumerateArray()];
    }
}
