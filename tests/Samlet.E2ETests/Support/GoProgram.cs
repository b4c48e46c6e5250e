namespace Samlet.E2ETests.Support;

/// <summary>A custom runtime in Go that answers with its event.</summary>
internal static class GoProgram
{
    private const string Echo = """
        package main

        import (
        	"io"
        	"net/http"
        	"os"
        	"strings"
        )

        func handle(event string) string {
        	answer := strings.TrimSpace(event)
        	return answer
        }

        func main() {
        	base := "http://" + os.Getenv("AWS_LAMBDA_RUNTIME_API") + "/2018-06-01/runtime/invocation/"
        	for {
        		next, err := http.Get(base + "next")
        		if err != nil {
        			os.Exit(1)
        		}
        		event, _ := io.ReadAll(next.Body)
        		id := next.Header.Get("Lambda-Runtime-Aws-Request-Id")
        		http.Post(base+id+"/response", "application/json", strings.NewReader(handle(string(event))))
        	}
        }
        """;

    /// <summary>Leaves `src/bootstrap` in the folder, without optimizations, as for a debugger.</summary>
    public static async Task BuildAsync(TempFolder folder)
    {
        folder.Write("src/main.go", Echo);
        folder.Write("src/go.mod", "module echo\n");
        var build = new TestProgram(folder, [])
        {
            Program = ["sh", "-c", "cd src && GOFLAGS=-mod=mod GOCACHE=/tmp/samlet-go-cache go build -gcflags 'all=-N -l' -o bootstrap ."],
        };
        var result = await build.RunAsync();
        Assert.True(result.ExitCode == 0, result.ToString());
    }
}
