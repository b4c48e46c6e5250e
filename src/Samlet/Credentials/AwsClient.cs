namespace Samlet.Credentials;

/// <summary>
/// Sends a request to a service of AWS. Samlet makes five calls, so it speaks the protocols itself: AWS's SDK would add
/// a third to the size of the program.
/// </summary>
internal sealed class AwsClient(AwsEndpoints endpoints) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http = endpoints.NewClient(Patience);

    public void Dispose() => _http.Dispose();

    /// <summary>
    /// The body of the answer. Throws <see cref="AwsException"/> for a refusal and when AWS cannot be reached.
    /// </summary>
    public async Task<string> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.TryAddWithoutValidation("User-Agent", "samlet");
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            var body = await response.Content.ReadAsStringAsync(cancellationToken);
            return response.IsSuccessStatusCode ? body : throw RefusalIn(response, body);
        }
        catch (Exception error) when (
            error is HttpRequestException or TaskCanceledException { InnerException: TimeoutException })
        {
            throw new AwsException(
                null, $"`{request.RequestUri?.Host}` cannot be reached ({OneLine(error.Message)})", error);
        }
    }

    private static AwsException RefusalIn(HttpResponseMessage response, string body)
    {
        var (code, message) = body.AsSpan().TrimStart().StartsWith("<") ? ReadXml(body) : ReadJson(body);
        if (response.Headers.TryGetValues("x-amzn-ErrorType", out var types))
        {
            code = types.First().Split(':')[0];
        }

        code ??= $"status {(int)response.StatusCode}";
        return new AwsException(code, OneLine($"{code}: {message ?? response.ReasonPhrase}"), inner: null);
    }

    private static (string? Code, string? Message) ReadXml(string body) =>
        (XmlText.Find(body, "Code"), XmlText.Find(body, "Message"));

    private static (string? Code, string? Message) ReadJson(string body)
    {
        using var document = JsonObject.TryParse(body);
        return document?.RootElement is { } fault
            ? (JsonObject.Text(fault, "error") ?? JsonObject.Text(fault, "__type"),
                JsonObject.Text(fault, "message") ?? JsonObject.Text(fault, "Message")
                    ?? JsonObject.Text(fault, "error_description"))
            : (null, null);
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Trim().TrimEnd('.');
}

/// <summary>A refusal of AWS, or its silence: then `code` is null.</summary>
internal sealed class AwsException(string? code, string message, Exception? inner) : Exception(message, inner)
{
    public string? Code { get; } = code;
}
