namespace Samlet.E2ETests;

/// <summary>.NET functions as `sam build` leaves them: class libraries and programs.</summary>
[Requires("dotnet")]
public sealed class DotnetTests
{
    private const string Book = """{"title": "Moby Dick", "stars": [5, 4]}""";

    [Fact]
    [Trait("Vector", "V74")]
    public async Task A_method_of_a_class_library_answers()
    {
        using var app = Library("Library.Shapes::WithContext");

        var result = await app.InvokeWithAsync(Book);

        Assert.Matches("""^{"title":"[0-9a-f-]{36}","count":2}\n?$""", result.Out);
        Assert.Equal(0, result.ExitCode);
    }

    private static TestApp Library(string method, string properties = "")
    {
        var app = TestApp.WithFunction("dotnet10", $"Library::{method}", properties);
        DotnetFunctions.Copy("Library", app.Folder.PathOf("src"));
        return app;
    }
}
