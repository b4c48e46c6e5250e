using System.Text.Json;

namespace Samlet.E2ETests;

/// <summary>Extensions of layers and of the function itself, with the native program.</summary>
public sealed class ExtensionTests
{
    private const string BashExtension = """
        #!/usr/bin/env bash
        set -u
        api=http://$AWS_LAMBDA_RUNTIME_API/2020-01-01/extension
        headers=$(mktemp)
        curl -sS -D "$headers" -o /dev/null -X POST -H "Lambda-Extension-Name: ${0##*/}" \
          -d '{"events": ["INVOKE", "SHUTDOWN"]}' "$api/register"
        id=$(sed -n 's/^lambda-extension-identifier: *\([^ \r]*\).*/\1/ip' "$headers")
        rm -f "$headers"
        echo "bash: handler ${_HANDLER:-none}, table ${TABLE:-none}"
        while :; do
          event=$(curl -sS -H "Lambda-Extension-Identifier: $id" "$api/event/next")
          echo "bash: $event"
          case $event in *SHUTDOWN*) exit 0 ;; esac
        done
        """;

    private const string PythonExtension = """
        #!/usr/bin/env python3
        import json, os, sys
        from http.client import HTTPConnection

        def call(method, path, headers, body=None):
            connection = HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
            connection.request(method, "/2020-01-01/extension/" + path, body, headers)
            return connection.getresponse()

        answer = call("POST", "register", {"Lambda-Extension-Name": os.path.basename(sys.argv[0])}, '{"events": ["INVOKE"]}')
        identifier = answer.getheader("Lambda-Extension-Identifier")
        print("python:", answer.read().decode(), flush=True)
        while True:
            answer = call("GET", "event/next", {"Lambda-Extension-Identifier": identifier})
            print("python:", json.loads(answer.read())["requestId"], flush=True)
        """;

    [Fact]
    [Trait("Vector", "V51")]
    [Requires("node", "bash", "curl", "python3")]
    public async Task Extensions_in_bash_and_Python_are_told_of_the_invocation_and_the_end()
    {
        using var app = WithLayer("exports.handler = async (event) => { console.log('handled'); return event; };");
        app.Folder.WriteProgram("layer/extensions/watch", BashExtension);
        app.Folder.WriteProgram("layer/extensions/py", PythonExtension);

        var result = await app.InvokeWithAsync("{\"a\":1}");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("{\"a\":1}", result.Out);
        Assert.Matches(
            "(?s)bash: handler none, table t1\n.*EXTENSION\tName: py\tState: Ready\tEvents: \\[INVOKE\\]\n"
            + "EXTENSION\tName: watch\tState: Ready\tEvents: \\[INVOKE, SHUTDOWN\\]\n"
            + ".*START RequestId: (?<id>[0-9a-f-]{36}) .*REPORT RequestId: \\k<id>\t",
            result.Err);
        var line = result.Err.Split('\n').First(line => line.Contains("bash: {", StringComparison.Ordinal)
            && line.Contains("INVOKE", StringComparison.Ordinal));
        var told = JsonDocument.Parse(line["bash: ".Length..]).RootElement;
        Assert.Contains($"python: {told.GetProperty("requestId").GetString()}", result.Err, StringComparison.Ordinal);
        Assert.EndsWith(":function:Function", told.GetProperty("invokedFunctionArn").GetString(), StringComparison.Ordinal);
        Assert.Contains("\"shutdownReason\":\"SPINDOWN\"", result.Err, StringComparison.Ordinal);
        await Leftovers.AssertNoneAsync(app.Folder);
    }

    [Fact]
    [Requires("node")]
    public async Task An_internal_extension_in_Node_is_told_of_the_invocation()
    {
        const string Code = """
            const http = require('http');
            const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
            const call = (method, path, headers, body) => new Promise((done, fail) => {
              const request = http.request({ host, port, method, path: `/2020-01-01/extension/${path}`, headers }, (answer) => {
                let text = '';
                answer.on('data', (part) => { text += part; });
                answer.on('end', () => done({ headers: answer.headers, status: answer.statusCode, text }));
              });
              request.on('error', fail);
              request.end(body);
            });
            let told;
            const registered = call('POST', 'register', { 'Lambda-Extension-Name': 'inner' }, '{"events":["INVOKE"]}');
            registered.then(async ({ headers, status }) => {
              const id = headers['lambda-extension-identifier'];
              const next = () => call('GET', 'event/next', { 'Lambda-Extension-Identifier': id });
              const event = next();
              told = event.then(({ text }) => ({ status, ...JSON.parse(text) }));
              await event;
              next().catch(() => {});
            });
            exports.handler = async (event, context) => {
              await registered;
              const { status, requestId, eventType } = await told;
              return [status, eventType, requestId === context.awsRequestId];
            };
            """;
        using var app = TestApp.Node(Code);

        var result = await app.InvokeAsync();

        Assert.Equal("[200,\"INVOKE\",true]", result.Out);
    }

    [Fact]
    [Requires("node")]
    public async Task A_file_that_cannot_be_run_is_a_launch_error()
    {
        using var app = WithLayer("exports.handler = async () => 1;");
        app.With("layer/extensions/readme.txt", "not a program");

        var error = (await app.InvokeAsync()).IsFunctionError("Extension.LaunchError");

        Assert.Contains("permission denied", error.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    [Requires("node", "bash")]
    [Trait("Vector", "V52")]
    public async Task The_end_of_an_extension_is_the_functions_failure()
    {
        using var app = WithLayer("exports.handler = () => new Promise((done) => setTimeout(done, 20000));");
        app.Folder.WriteProgram("layer/extensions/watch", BashExtension.Replace("echo \"bash: $event\"", "exit 3", StringComparison.Ordinal));

        var error = (await app.InvokeAsync()).IsFunctionError("Extension.Crash");

        Assert.EndsWith("Error: exit status 3", error.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
    }

    private static TestApp WithLayer(string code) => TestApp.Of("""
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Function:
            Type: AWS::Serverless::Function
            Properties:
              CodeUri: src/
              Handler: app.handler
              Runtime: nodejs22.x
              Timeout: 10
              Layers: [!Ref Watcher]
              Environment: {Variables: {TABLE: t1}}
          Watcher:
            Type: AWS::Serverless::LayerVersion
            Properties: {ContentUri: layer/}
        """).With("src/app.js", code);
}
