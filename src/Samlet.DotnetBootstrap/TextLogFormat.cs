using System.Text;

namespace Samlet.DotnetBootstrap;

/// <summary>`time TAB request ID TAB level TAB message`, or the message alone.</summary>
internal sealed class TextLogFormat(bool hasPrefix) : LogFormat
{
    public override string Line(LogEntry entry, Invocation? invocation)
    {
        var message = entry.Placeholders()?.Text() ?? entry.Template;
        var line = new StringBuilder();
        if (hasPrefix)
        {
            line.Append(Now()).Append('\t').Append(invocation?.RequestId).Append('\t');
            if ((entry.Level?.Label() ?? entry.LevelName) is { Length: > 0 } label)
            {
                line.Append(label).Append('\t');
            }
        }

        line.Append(message);
        if (entry.Error is { } error)
        {
            line.Append(message.Length > 0 ? "\n" : "").Append(error);
        }

        return line.ToString();
    }
}
