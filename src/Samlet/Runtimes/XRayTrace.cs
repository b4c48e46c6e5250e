using System.Globalization;

namespace Samlet.Runtimes;

/// <summary>
/// The parts of a trace header, `Root=1-…;Parent=…;Sampled=0`; what is not there is null. Source: X-Ray developer
/// guide, tracing header.
/// </summary>
internal sealed record XRayTrace(string? Root, string? Parent, bool IsSampled)
{
    /// <summary>
    /// The header that a function sees. With active tracing the function is a segment of its own, which becomes the
    /// parent, and what nobody has decided about is sampled; otherwise what came in is passed on, and there is a root
    /// that is not sampled when nothing came. Whatever else is in the header stays.
    /// </summary>
    public static string HeaderFor(string? incoming, bool isActive, DateTimeOffset time)
    {
        if (!isActive && !string.IsNullOrEmpty(incoming))
        {
            return incoming;
        }

        var parts = Parse(incoming);
        var sampled = Field(incoming, "Sampled=") is { } decided and ("0" or "1") ? decided : isActive ? "1" : "0";
        return $"Root={parts.Root ?? NewRoot(time)};Parent={NewId(16)};Sampled={sampled}{RestOf(incoming)}";
    }

    public static XRayTrace Parse(string? header) =>
        new(Field(header, "Root="), Field(header, "Parent="), Field(header, "Sampled=") == "1");

    private static string NewRoot(DateTimeOffset time) =>
        string.Create(CultureInfo.InvariantCulture, $"1-{time.ToUnixTimeSeconds():x8}-{NewId(24)}");

    private static string NewId(int digits) => Guid.NewGuid().ToString("N")[..digits];

    private static string RestOf(string? header)
    {
        var rest = (header ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(static part => !IsField(part, "Root=") && !IsField(part, "Parent=") && !IsField(part, "Sampled="));
        return string.Concat(rest.Select(static part => $";{part}"));
    }

    private static bool IsField(string part, string name) => part.StartsWith(name, StringComparison.OrdinalIgnoreCase);

    private static string? Field(string? header, string name)
    {
        foreach (var part in (header ?? "").Split(';', StringSplitOptions.TrimEntries))
        {
            if (IsField(part, name))
            {
                return part[name.Length..];
            }
        }

        return null;
    }
}
