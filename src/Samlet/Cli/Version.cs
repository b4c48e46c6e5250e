using System.Runtime.CompilerServices;

namespace Samlet.Cli;

/// <summary>What `--version` and `--info` say about the program itself.</summary>
internal static class Version
{
    public static string Number => typeof(Version).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    /// <summary>Native code is the product; code compiled as it runs starts slower, which is worth knowing.</summary>
    public static string Code => RuntimeFeature.IsDynamicCodeCompiled ? "JIT" : "native";

    public static string Framework => $".NET {Environment.Version}";

    public static string Line => $"samlet {Number} ({Code}, {Framework})";
}
