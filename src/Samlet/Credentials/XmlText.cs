using System.Net;

namespace Samlet.Credentials;

/// <summary>
/// Finds single texts in the XML that the Security Token Service answers: flat elements without attributes.
/// </summary>
internal static class XmlText
{
    /// <summary>The text of the first element of that name, or null.</summary>
    public static string? Find(string xml, string element)
    {
        var start = xml.IndexOf($"<{element}>", StringComparison.Ordinal);
        var end = start < 0 ? -1 : xml.IndexOf($"</{element}>", start, StringComparison.Ordinal);
        return end < 0 ? null : WebUtility.HtmlDecode(xml[(start + element.Length + 2)..end].Trim());
    }
}
