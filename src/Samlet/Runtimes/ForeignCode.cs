using Samlet.Functions;
using Samlet.Sandboxes.Image;

namespace Samlet.Runtimes;

/// <summary>What of a function is for another platform: than Lambda's, or than this computer's.</summary>
internal static class ForeignCode
{
    /// <summary>
    /// Only where the template names an architecture: most functions do not care, and those leave it out.
    /// </summary>
    public static Warning? WarningFor(Function function)
    {
        var here = ImagePlatform.OfThisMachine.LambdaName;
        return !function.NamesArchitecture || function.Architecture == here ? null : new Warning(
            $"`{function.Path}` is for {function.Architecture} and runs on this computer's {here}",
            $"native libraries and compiled code must be for {here} here; --sandbox docker can emulate the other");
    }

    /// <summary>Looks at all of the code and layers, so it is for `describe`, not for an invocation.</summary>
    public static void Report(Function function, FunctionEntry entry)
    {
        var platform = NativeLibrary.LinuxOn(function.Architecture);
        if (ForeignFiles.Name(ForeignFiles.Find(PlacesOf(function), platform)) is { } names)
        {
            var finding = FunctionDiagnostics.ForeignLibraries(function.Path, names, platform, function.Location);
            entry.Stack.Template.Report(finding with { Resource = function.LogicalId });
        }
    }

    private static IEnumerable<string> PlacesOf(Function function)
    {
        var code = function.Code switch
        {
            CodeSource.Folder(var path) => path,
            CodeSource.Archive(var path) => path,
            _ => null,
        };
        var layers = function.Layers.Select(static layer => layer.Content switch
        {
            LayerContent.Folder(var path) => path,
            LayerContent.Archive(var path) => path,
            _ => null,
        });
        return layers.Prepend(code).OfType<string>();
    }
}
