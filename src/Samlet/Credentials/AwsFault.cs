using Amazon.Runtime;

namespace Samlet.Credentials;

/// <summary>What can go wrong between Samlet and AWS and is no bug of Samlet.</summary>
internal static class AwsFault
{
    public static bool IsOne(Exception error) =>
        error is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or TimeoutException
            or TaskCanceledException { InnerException: TimeoutException };

    public static string Describe(Exception error) => error switch
    {
        AmazonServiceException { ErrorCode.Length: > 0 } answer => $"{answer.ErrorCode}: {OneLine(answer.Message)}",
        HttpRequestException or TimeoutException or TaskCanceledException => $"AWS cannot be reached ({OneLine(error.Message)})",
        _ => OneLine(error.Message),
    };

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Trim().TrimEnd('.');
}
