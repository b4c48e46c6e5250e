namespace Samlet.Functions;

/// <summary>EventInvokeConfig of a SAM function.</summary>
internal static class AsyncInvocationReader
{
    public static AsyncInvocationConfig Read(PropertyReader config)
    {
        var defaults = new AsyncInvocationConfig();
        var targets = config.Section("DestinationConfig");
        return new AsyncInvocationConfig
        {
            MaximumRetries = config.Integer("MaximumRetryAttempts", 0, 2) ?? defaults.MaximumRetries,
            MaximumAge = config.Integer("MaximumEventAgeInSeconds", 60, 21_600) is { } seconds
                ? TimeSpan.FromSeconds(seconds)
                : defaults.MaximumAge,
            SuccessTarget = targets.Section("OnSuccess").Text("Destination"),
            FailureTarget = targets.Section("OnFailure").Text("Destination"),
        };
    }
}
