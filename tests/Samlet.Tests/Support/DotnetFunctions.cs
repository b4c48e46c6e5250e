namespace Samlet.Tests.Support;

/// <summary>The .NET functions of `tests/functions/dotnet`, which are built along with the tests.</summary>
internal static class DotnetFunctions
{
    private static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>The framework they are built for, by the name that their build takes it from.</summary>
    public static string Framework { get; } = Environment.GetEnvironmentVariable("FunctionFramework") ?? "net10.0";

    /// <summary>The `dotnet` that the tests run.</summary>
    public static string Dotnet { get; } = Environment.GetEnvironmentVariable("SAMLET_TEST_DOTNET") ?? "dotnet";

    /// <summary>What `dotnet publish` would make of the project.</summary>
    public static string FolderOf(string project) =>
        Path.Combine(Repository.Root, "tests/functions/dotnet", project, "bin", Configuration, Framework);

    /// <summary>The same in a folder of the test's own.</summary>
    public static void Copy(string project, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(FolderOf(project)))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        }
    }
}
