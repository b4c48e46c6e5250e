using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Samlet.DotnetBootstrap;

/// <summary>
/// An exception for the X-Ray segment, in one line:
/// `{"working_directory","exceptions":[{"type","message","stack":[{"path","label","line"}]}],"paths":[...]}`.
/// </summary>
internal static class XRayCause
{
    public static string Of(Exception error)
    {
        var frames = new StackTrace(error, fNeedFileInfo: true).GetFrames();
        var text = new StringBuilder("{\"working_directory\":");
        Quote(text, Directory.GetCurrentDirectory()).Append(",\"exceptions\":[{\"type\":");
        Quote(text, error.GetType().Name).Append(",\"message\":");
        Quote(text, error.Message);
        AppendStack(text, frames);
        text.Append("}],\"paths\":[");
        AppendPaths(text, frames);
        return text.Append("]}").ToString();
    }

    private static void AppendStack(StringBuilder text, StackFrame[] frames)
    {
        var separator = ",\"stack\":[";
        foreach (var frame in frames)
        {
            text.Append(separator).Append('{');
            if (frame.GetFileName() is { } path)
            {
                Quote(text.Append("\"path\":"), path).Append(',');
            }

            Quote(text.Append("\"label\":"), LabelOf(frame));
            if (frame.GetFileName() is not null)
            {
                text.Append(",\"line\":").Append(frame.GetFileLineNumber().ToString(CultureInfo.InvariantCulture));
            }

            text.Append('}');
            separator = ",";
        }

        if (frames.Length > 0)
        {
            text.Append(']');
        }
    }

    private static void AppendPaths(StringBuilder text, StackFrame[] frames)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var frame in frames)
        {
            if (frame.GetFileName() is { } path && seen.Add(path))
            {
                Quote(seen.Count > 1 ? text.Append(',') : text, path);
            }
        }
    }

    private static string LabelOf(StackFrame frame) => frame.GetMethod() switch
    {
        null => "Method has been trimmed",
        { DeclaringType: { } type } method => $"{type.Name}.{method.Name}",
        var method => method.Name,
    };

    private static StringBuilder Quote(StringBuilder text, string value) =>
        text.Append('"').Append(JsonText.Escape(value)).Append('"');
}
