using System.Text;
using Amazon.Lambda.Core;

namespace Library;

public sealed record Book(string title, int[] stars);

public sealed record Summary(string title, int count);

/// <summary>Handlers of every shape that is taken.</summary>
public sealed class Shapes
{
    private int _calls;

    public Summary Plain(Book book) => new(book.title, book.stars.Length);

    public Summary WithContext(Book book, ILambdaContext context) => new(context.AwsRequestId, book.stars.Length);

    public string OnlyContext(ILambdaContext context) => context.FunctionName;

    public string Nothing() => "nothing";

    public static string Static(Book book) => book.title;

    private string Private(Book book) => book.title;

    public async Task<Summary> Asynchronous(Book book, ILambdaContext context)
    {
        await Task.Yield();
        return new(book.title, book.stars.Length);
    }

    public async Task Silent(Book book)
    {
        await Task.Yield();
        _calls++;
    }

    public void Void(Book book) => _calls++;

    public Stream Streams(Stream payload) => payload;

    public MemoryStream DerivedStream() => new(Encoding.UTF8.GetBytes("\"derived\""));

    public async Task<Stream> AsynchronousStream(Stream payload, ILambdaContext context)
    {
        await Task.Yield();
        return payload;
    }

    public int Number(int value) => value + 1;

    public DateTime? Maybe(string text) => text.Length == 0 ? null : DateTime.UnixEpoch;

    public ValueTask<string> ValueTaskResult() => ValueTask.FromResult("value");

    [LambdaSerializer(typeof(ShoutingSerializer))]
    public string Shout(string text) => text;

    public string Overloaded(string text) => "text " + text;

    public string Overloaded(Book book) => "book " + book.title;

    public int Count(string ignored) => ++_calls;

    public Stream? NullStream() => null;

    public sealed class Nested
    {
        public string Handler(string text) => "nested " + text;
    }

    public struct Structure
    {
        public readonly string Handler(string text) => "struct " + text;
    }
}

public class Base
{
    public string Inherited(string text) => GetType().Name + " " + text;
}

public sealed class Derived : Base;
