namespace Samlet.Toml;

/// <summary>The text is no TOML: what is wrong, and where. Lines and columns count characters from 1.</summary>
internal sealed class TomlException(string message, int line, int column) : Exception(message)
{
    public int Line { get; } = line;

    public int Column { get; } = column;
}
