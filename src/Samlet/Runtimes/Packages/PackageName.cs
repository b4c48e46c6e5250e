using System.Buffers;
using Samlet.Functions;

namespace Samlet.Runtimes.Packages;

/// <summary>
/// A package as npm, pip or gem takes it, perhaps with a version: `@aws-sdk/client-s3@3.600.0`, `boto3==1.40`,
/// `aws-sdk-s3:1.2`.
/// </summary>
internal sealed record PackageName(string Text, string Name)
{
    private static readonly SearchValues<char> EndsOfPythonName = SearchValues.Create("=<>!~[; ");

    /// <exception cref="UserErrorException">It is not a package that the runtime carries.</exception>
    public static PackageName Parse(RuntimeIdentifier runtime, string text)
    {
        var name = new PackageName(text, NameIn(runtime.Family, text));
        return IsCarried(runtime, name.Name) ? name : throw new UserErrorException(
            $"Lambda does not carry `{name.Name}` in {runtime.Name}",
            "install it with the function's own code, or in a layer");
    }

    /// <summary>Later ones replace earlier ones of the same package.</summary>
    public static IReadOnlyList<string> Join(
        RuntimeIdentifier runtime, IEnumerable<string> earlier, IEnumerable<PackageName> later)
    {
        var names = later.ToDictionary(static name => name.Name, static name => name.Text);
        foreach (var text in earlier)
        {
            names.TryAdd(NameIn(runtime.Family, text), text);
        }

        return [.. names.Values.Order(StringComparer.Ordinal)];
    }

    private static bool IsCarried(RuntimeIdentifier runtime, string name) =>
        CarriedPackages.Contains(runtime, runtime.Family == RuntimeFamily.Python ? CarriedPackages.Module(name) : name)
        || (runtime.Family == RuntimeFamily.Ruby && name == "rexml");

    private static string NameIn(RuntimeFamily family, string text)
    {
        var end = family switch
        {
            RuntimeFamily.Node => text.IndexOf('@', text.StartsWith('@') ? 1 : 0),
            RuntimeFamily.Python => text.AsSpan().IndexOfAny(EndsOfPythonName),
            _ => text.IndexOf(':', StringComparison.Ordinal),
        };
        return end < 0 ? text : text[..end];
    }
}
