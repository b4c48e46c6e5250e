namespace Samlet.E2ETests;

/// <summary>The program itself: one small file.</summary>
public sealed class ProgramTests
{
    [Fact]
    [Requires(RequiresAttribute.Native)]
    public void It_is_one_file_of_at_most_15_megabytes()
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(Checkout.NativeProgram)!);

        var file = Assert.Single(folder.GetFileSystemInfos());
        Assert.InRange(((FileInfo)file).Length, 1, 15 * 1024 * 1024);
    }

    [Fact]
    public async Task It_says_its_version_on_stdout()
    {
        using var folder = new TempFolder();

        var result = await new TestProgram(folder, "--version").RunAsync();

        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"\d+\.\d+\.\d+", result.Out);
        Assert.Equal("", result.Err);
    }

    [Fact]
    [Requires("node")]
    public async Task Another_working_folder_and_a_template_by_path_are_the_same()
    {
        using var app = TestApp.Node("exports.handler = async () => 'there';");
        using var elsewhere = new TempFolder();

        var program = app.Invocation("-t", app.Folder.PathOf("template.yaml")) with { WorkingFolder = elsewhere.Path };

        (await program.RunAsync()).IsAnswer("\"there\"");
    }
}
