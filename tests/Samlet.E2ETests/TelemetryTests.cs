using System.Text.Json;

namespace Samlet.E2ETests;

/// <summary>
/// External extensions in layers, one in Python that takes telemetry and one in bash that only lives along, beside a
/// function of Node.js, through the native program.
/// </summary>
[Requires(RequiresAttribute.Unix, "node", "python3", "bash", "curl")]
public sealed class TelemetryTests
{
    private const string Received = "received ";

    private const string Receiver = """
        #!/usr/bin/env python3
        import json, os, sys, threading
        from http.client import HTTPConnection
        from http.server import BaseHTTPRequestHandler, HTTPServer

        received, reported = [], threading.Event()

        class Receiver(BaseHTTPRequestHandler):
            def do_POST(self):
                received.extend(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(200)
                self.end_headers()
                if any(event["type"] == "platform.report" for event in received):
                    reported.set()

            def log_message(self, *words):
                pass

        def call(method, path, headers, body=None):
            connection = HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
            connection.request(method, path, body and json.dumps(body), headers)
            answer = connection.getresponse()
            return answer, answer.read()

        server = HTTPServer(("127.0.0.1", 0), Receiver)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        name = os.path.basename(sys.argv[0])
        answer, _ = call("POST", "/2020-01-01/extension/register",
            {"Lambda-Extension-Name": name}, {"events": ["INVOKE", "SHUTDOWN"]})
        mine = {"Lambda-Extension-Identifier": answer.getheader("Lambda-Extension-Identifier")}
        _, body = call("PUT", "/2022-07-01/telemetry", mine, {
            "schemaVersion": "2022-12-13", "types": ["platform", "function", "extension"],
            "destination": {"protocol": "HTTP", "URI": "http://sandbox.localdomain:%d/" % server.server_port}})
        assert body == b'"OK"', body
        while json.loads(call("GET", "/2020-01-01/extension/event/next", mine)[1])["eventType"] != "SHUTDOWN":
            pass
        reported.wait(1.5)
        print("".join("received %s\n" % json.dumps(event) for event in received), end="", flush=True)

        """;

    private const string Companion = """
        #!/usr/bin/env bash
        api=http://$AWS_LAMBDA_RUNTIME_API/2020-01-01/extension
        id=$(curl -sS -D - -o /dev/null -H "Lambda-Extension-Name: ${0##*/}" -d '{"events":["INVOKE","SHUTDOWN"]}' "$api/register" |
          sed -n 's/^lambda-extension-identifier: *\([^ \r]*\).*/\1/ip')
        while event=$(curl -sS -H "Lambda-Extension-Identifier: $id" "$api/event/next"); do
          case $event in
            *SHUTDOWN*) echo 'companion ends' && exit 0 ;;
            *) echo 'companion sees it' ;;
          esac
        done
        """;

    private const string Function = """
        console.log('loading');
        exports.handler = async (event) => {
          console.log('two\nlines');
          process.stdout.write('plain\n');
          if (event.what === 'throw') throw new Error('mine');
          if (event.what === 'sleep') await new Promise((done) => setTimeout(done, 60000));
          if (event.what === 'exit') process.exit(3);
          return 1;
        };
        """;

    [Theory]
    [InlineData("work", 0, "success", null)]
    [InlineData("throw", 3, "error", "Runtime.Unknown")]
    [InlineData("sleep", 3, "timeout", null)]
    [InlineData("exit", 3, "failure", "Runtime.ExitError")]
    public async Task A_subscriber_gets_the_whole_life_of_an_environment(
        string what, int exitCode, string status, string? errorType)
    {
        using var app = App();
        app.Folder.Write("event.json", $$"""{"what":"{{what}}"}""");

        var result = await app.InvokeAsync("-e", "event.json");

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains("TELEMETRY\tName: receiver\tState: Subscribed\tTypes: [Platform, Function, Extension]\n", result.Err, StringComparison.Ordinal);
        Assert.Contains("EXTENSION\tName: companion\tState: Ready\tEvents: [INVOKE, SHUTDOWN]\n", result.Err, StringComparison.Ordinal);
        Assert.Contains("companion ends", result.Err, StringComparison.Ordinal);
        var events = EventsOf(result);
        string[] platform = [.. events.Select(TypeOf).Where(type => type.StartsWith("platform.", StringComparison.Ordinal))];
        Assert.Equal(
            [
                "platform.initStart", "platform.telemetrySubscription", "platform.initRuntimeDone", "platform.extension",
                "platform.extension", "platform.initReport", "platform.start", "platform.runtimeDone", "platform.report",
            ],
            platform);
        Assert.All(events.TakeLast(20).Where(one => TypeOf(one) is "platform.runtimeDone" or "platform.report"), one =>
        {
            var record = one.GetProperty("record");
            Assert.Equal(status, record.GetProperty("status").GetString());
            Assert.Equal(errorType, record.TryGetProperty("errorType", out var type) ? type.GetString() : null);
        });
        var lines = events.Where(one => TypeOf(one) == "function").Select(one => one.GetProperty("record").GetString()!).ToList();
        Assert.EndsWith("\tINFO\tloading", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("\tINFO\ttwo\nlines", lines[1], StringComparison.Ordinal);
        Assert.Equal("plain", lines[2]);
        Assert.Contains("companion sees it", events.Where(one => TypeOf(one) == "extension").Select(one => one.GetProperty("record").GetString()));
    }

    [Fact]
    public async Task A_record_of_a_JSON_log_is_an_object()
    {
        using var app = App("LoggingConfig: {LogFormat: JSON}");
        app.Folder.Write("event.json", """{"what":"work"}""");

        var result = await app.InvokeAsync("-e", "event.json");

        result.IsAnswer("1");
        var records = EventsOf(result).Where(one => TypeOf(one) == "function").Select(one => one.GetProperty("record")).ToList();
        Assert.Equal("two\nlines", records[1].GetProperty("message").GetString());
        Assert.Equal("plain", records[2].GetString());
    }

    private static TestApp App(string properties = "")
    {
        var app = TestApp.Of($$"""
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Layer:
                Type: AWS::Serverless::LayerVersion
                Properties: {ContentUri: layer/}
              Function:
                Type: AWS::Serverless::Function
                Properties:
                  CodeUri: src/
                  Handler: app.handler
                  Runtime: nodejs22.x
                  Timeout: 2
                  Layers: [!Ref Layer]
                  {{properties}}
            """);
        app.Folder.WriteProgram("layer/extensions/receiver", Receiver);
        app.Folder.WriteProgram("layer/extensions/companion", Companion);
        return app.With("src/app.js", Function);
    }

    /// <summary>Told by the subscriber itself, before it ends.</summary>
    private static List<JsonElement> EventsOf(ProgramResult result) =>
    [
        .. result.ErrorLines.Where(line => line.StartsWith(Received, StringComparison.Ordinal))
            .Select(line => JsonDocument.Parse(line[Received.Length..]).RootElement),
    ];

    private static string TypeOf(JsonElement one) => one.GetProperty("type").GetString()!;
}
