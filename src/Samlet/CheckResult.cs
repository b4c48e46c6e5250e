namespace Samlet;

internal enum CheckStatus
{
    Ok,

    /// <summary>Something works less well than it could.</summary>
    Warn,

    /// <summary>A function cannot run for it.</summary>
    Fail,
}

/// <summary>What one look at this computer has found, for `samlet doctor`. Nothing is changed by it.</summary>
/// <param name="Id">What was looked at: lower case, stable, for programs too.</param>
/// <param name="Status">How it is.</param>
/// <param name="Message">What was found.</param>
/// <param name="Hint">What to do about it.</param>
internal sealed record CheckResult(string Id, CheckStatus Status, string Message, string? Hint = null)
{
    /// <summary>Facts for programs.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Details { get; init; } = [];

    public static CheckResult Ok(string id, string message) => new(id, CheckStatus.Ok, message);

    public static CheckResult Warn(string id, string message, string? hint) => new(id, CheckStatus.Warn, message, hint);

    public static CheckResult Fail(string id, string message, string? hint) => new(id, CheckStatus.Fail, message, hint);
}
