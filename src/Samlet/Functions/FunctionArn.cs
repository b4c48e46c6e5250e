namespace Samlet.Functions;

/// <summary>The function that an ARN or the address of an integration names.</summary>
internal static class FunctionArn
{
    private const string Marker = ":function:";
    private const string AddressStart = "/functions/";
    private const string AddressEnd = "/invocations";

    /// <summary>
    /// The name in `arn:…:function:NAME[:qualifier]`, also inside
    /// `arn:aws:apigateway:…:lambda:path/2015-03-31/functions/…/invocations`; null for everything else, and for a name
    /// that a stage variable holds.
    /// </summary>
    public static string? FindName(string text)
    {
        var marker = text.IndexOf(Marker, StringComparison.Ordinal);
        var name = marker >= 0 ? text[(marker + Marker.Length)..] : AddressedPart(text);
        var end = name.AsSpan().IndexOfAny(':', '/');
        name = end < 0 ? name : name[..end];
        return name.Length == 0 || name.StartsWith("${", StringComparison.Ordinal) ? null : name;
    }

    private static string AddressedPart(string text)
    {
        var start = text.IndexOf(AddressStart, StringComparison.Ordinal);
        var end = text.IndexOf(AddressEnd, StringComparison.Ordinal);
        return start >= 0 && end > start ? text[(start + AddressStart.Length)..end] : "";
    }
}
