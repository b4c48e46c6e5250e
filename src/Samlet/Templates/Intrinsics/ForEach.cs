namespace Samlet.Templates.Intrinsics;

/// <summary>`Fn::ForEach` of AWS::LanguageExtensions.</summary>
internal static class ForEach
{
    public const string Prefix = "Fn::ForEach::";

    public static bool IsLoop(string key) => key.StartsWith(Prefix, StringComparison.Ordinal);
}
