namespace Samlet.Templates;

/// <summary>
/// A place in a template, lines and columns counted from 1. `File` is the path as the person gave it.
/// </summary>
internal readonly record struct SourceLocation(string File, int Line, int Column)
{
    public override string ToString() => $"{File}:{Line}:{Column}";
}
