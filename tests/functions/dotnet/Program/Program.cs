using System.Text;

// A program that is its own runtime client, as Amazon.Lambda.RuntimeSupport makes one.
var api = $"http://{Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API")}/2018-06-01/runtime/invocation/";
using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
while (true)
{
    using var next = await client.GetAsync(new Uri(api + "next"));
    var requestId = next.Headers.GetValues("Lambda-Runtime-Aws-Request-Id").Single();
    var payload = await next.Content.ReadAsStringAsync();
    Console.WriteLine($"program {requestId}");
    using var answer = new StringContent(
        $$"""{"event":{{payload}},"handler":"{{Environment.GetEnvironmentVariable("_HANDLER")}}"}""", Encoding.UTF8);
    (await client.PostAsync(new Uri($"{api}{requestId}/response"), answer)).EnsureSuccessStatusCode();
}
