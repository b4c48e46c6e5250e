namespace Samlet.Tests.Runtimes.Bootstraps;

/// <summary>How a .NET handler is found and called, and which are refused, in the words of the service.</summary>
public sealed class DotnetHandlerTests
{
    private const int Limit = 60_000;
    private const string Book = """{"title": "Moby Dick", "stars": [5, 4]}""";

    [Theory(Timeout = Limit)]
    [Trait("Vector", "V74")]
    [InlineData("Plain", Book, """{"title":"Moby Dick","count":2}""")]
    [InlineData("WithContext", Book, """{"title":"request-1","count":2}""")]
    [InlineData("OnlyContext", Book, "\"ratings\"")]
    [InlineData("Nothing", Book, "\"nothing\"")]
    [InlineData("Static", Book, "\"Moby Dick\"")]
    [InlineData("Private", Book, "\"Moby Dick\"")]
    [InlineData("Asynchronous", Book, """{"title":"Moby Dick","count":2}""")]
    [InlineData("Silent", Book, "")]
    [InlineData("Void", Book, "")]
    [InlineData("Streams", """{"a":  1.0}""", """{"a":  1.0}""")]
    [InlineData("DerivedStream", Book, "\"derived\"")]
    [InlineData("AsynchronousStream", """{"a":  1.0}""", """{"a":  1.0}""")]
    [InlineData("Number", "41", "42")]
    [InlineData("Maybe", "\"\"", "null")]
    [InlineData("Shout", "\"quiet\"", "\"QUIET\"!")]
    [InlineData("System.String Overloaded(System.String)", "\"a\"", "\"text a\"")]
    [InlineData("System.String Overloaded(Library.Book)", Book, "\"book Moby Dick\"")]
    public async Task A_handler_may_have_any_of_these_shapes(string method, string payload, string expected)
    {
        using var function = new DotnetFunction($"Library::Library.Shapes::{method}");

        Assert.Equal(expected, (await function.RunAsync(payload)).Answer);
    }

    [Theory(Timeout = Limit)]
    [InlineData("Library::Library.Shapes+Nested::Handler", "\"nested a\"")]
    [InlineData("Library::Library.Shapes+Structure::Handler", "\"struct a\"")]
    [InlineData("Library::Library.Derived::Inherited", "\"Derived a\"")]
    [InlineData("Library::Library.AbstractType::Static", "\"a\"")]
    [InlineData(" Library :: Library.Derived :: Inherited ", "\"Derived a\"")]
    public async Task A_type_is_named_in_full(string handler, string expected)
    {
        using var function = new DotnetFunction(handler);

        Assert.Equal(expected, (await function.RunAsync("\"a\"")).Answer);
    }
}
