using System.Runtime.InteropServices;

namespace Samlet.Sandboxes.Image;

/// <summary>
/// The processor an image is made for, in the words of Go (`amd64`, `arm64`). Lambda runs Linux only.
/// </summary>
internal readonly record struct ImagePlatform(string Architecture)
{
    public static ImagePlatform OfThisMachine { get; } = new(
        RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "arm64" : "amd64");

    /// <summary>As Lambda's `Architectures` has it: `x86_64` or `arm64`.</summary>
    public static ImagePlatform Of(string architecture) => new(architecture == "arm64" ? "arm64" : "amd64");

    /// <summary>The word of Lambda's `Architectures`.</summary>
    public string LambdaName => Architecture == "amd64" ? "x86_64" : Architecture;

    public override string ToString() => $"linux/{Architecture}";
}
