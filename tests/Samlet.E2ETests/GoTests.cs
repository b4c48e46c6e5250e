using System.Runtime.InteropServices;

namespace Samlet.E2ETests;

/// <summary>A function in Go, compiled by the Go at hand, with a custom runtime's loop in its own source.</summary>
[Requires("go", RequiresAttribute.Linux)]
public sealed class GoTests
{
    /// <summary>Answers the event, or fails as with the service's library for Go: by error or by panic.</summary>
    private const string Source = """
        package main

        import (
            "bytes"
            "encoding/json"
            "errors"
            "fmt"
            "io"
            "net/http"
            "os"
            "reflect"
        )

        var api = "http://" + os.Getenv("AWS_LAMBDA_RUNTIME_API") + "/2018-06-01/runtime/invocation/"

        type failure struct {
            Message string `json:"errorMessage"`
            Type    string `json:"errorType"`
        }

        func handle(event string) (any, error) {
            switch event {
            case "error":
                return nil, errors.New("no stars")
            case "panic":
                panic(errors.New("no sky"))
            }
            return []string{event, os.Getenv("_HANDLER"), os.Getenv("AWS_EXECUTION_ENV")}, nil
        }

        func post(path string, kind string, value any) {
            body, _ := json.Marshal(value)
            request, _ := http.NewRequest("POST", api+path, bytes.NewReader(body))
            request.Header.Set("Content-Type", "application/json")
            if kind != "" {
                request.Header.Set("Lambda-Runtime-Function-Error-Type", kind)
            }
            response, err := http.DefaultClient.Do(request)
            if err != nil || response.StatusCode != 202 {
                fmt.Println("failed to post", err)
                os.Exit(1)
            }
            response.Body.Close()
        }

        func fail(id string, err any) {
            kind := reflect.TypeOf(err)
            if kind.Kind() == reflect.Ptr {
                kind = kind.Elem()
            }
            post(id+"/error", "Runtime.Unhandled", failure{fmt.Sprint(err), kind.Name()})
        }

        func invoke(id string, event string) {
            defer func() {
                if reason := recover(); reason != nil {
                    fail(id, reason)
                    os.Exit(1)
                }
            }()
            if result, err := handle(event); err != nil {
                fail(id, err)
            } else {
                post(id+"/response", "", result)
            }
        }

        func main() {
            for {
                response, err := http.Get(api + "next")
                if err != nil {
                    os.Exit(1)
                }
                body, _ := io.ReadAll(response.Body)
                response.Body.Close()
                var event string
                json.Unmarshal(body, &event)
                invoke(response.Header.Get("Lambda-Runtime-Aws-Request-Id"), event)
            }
        }
        """;

    private static readonly string ThisMachine =
        RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "amd64";

    [Fact]
    [Trait("Vector", "V75")]
    public async Task A_Go_program_answers_fails_and_panics()
    {
        using var app = await BuildAsync(Source, ThisMachine);

        (await app.InvokeWithAsync("\"dusk\"")).IsAnswer("""["dusk","ratings",""]""");

        var failed = await app.InvokeWithAsync("\"error\"");
        Assert.Equal("""{"errorMessage":"no stars","errorType":"errorString"}""", failed.Out.TrimEnd('\n'));
        Assert.Equal(3, failed.ExitCode);

        var panicked = await app.InvokeWithAsync("\"panic\"");
        Assert.Equal("""{"errorMessage":"no sky","errorType":"errorString"}""", panicked.Out.TrimEnd('\n'));
        Assert.Equal(3, panicked.ExitCode);
    }

    [Theory]
    [InlineData(TestApp.Process)]
    [InlineData(TestApp.Linux)]
    public async Task A_program_for_another_machine_has_the_wrong_format(string sandbox)
    {
        var (machine, name, here) = ThisMachine == "amd64" ? ("arm64", "arm64", "x86_64") : ("amd64", "x86_64", "arm64");
        Assert.SkipWhen(Directory.Exists("/proc/sys/fs/binfmt_misc/qemu-aarch64"), "this computer runs other machines' programs");
        using var app = (await BuildAsync("package main\n\nfunc main() {}\n", machine)).In(sandbox);
        var result = await app.InvokeAsync();

        CustomRuntimeTests.IsFailedStart(result, app, "exec format error");
        result.HasHint($"is a program for {name}, and this computer is {here}: build it for this one");
    }

    private static async Task<TestApp> BuildAsync(string source, string machine)
    {
        var app = TestApp.WithFunction("provided.al2023", "ratings")
            .With("src/main.go", source)
            .With("src/go.mod", "module ratings\n\ngo 1.18\n");
        var built = await new TestProgram(app.Folder, "build", "-o", "bootstrap", ".")
        {
            Program = ["go"],
            WorkingFolder = app.Folder.PathOf("src"),
            Limit = TimeSpan.FromMinutes(5),
            Environment = new Dictionary<string, string>
            {
                ["CGO_ENABLED"] = "0",
                ["GOARCH"] = machine,
                ["GOFLAGS"] = "-mod=mod",
                ["GOCACHE"] = Path.Join(Path.GetTempPath(), "samlet-tests-go"),
            },
        }.RunAsync();
        Assert.True(built.ExitCode == 0, built.ToString());
        return app;
    }
}
