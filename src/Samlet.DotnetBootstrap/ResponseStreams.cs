using System.Reflection;

namespace Samlet.DotnetBootstrap;

/// <summary>
/// Streamed responses: Amazon.Lambda.Core asks for a stream in the name of the handler, and the response then is what
/// is written to it. At most one in an invocation.
/// </summary>
internal sealed class ResponseStreams
{
    private const string Namespace = CoreAssembly.Name + ".ResponseStreaming";

    private static readonly AsyncLocal<ResponseStreams?> Current = new();

    private readonly string _requestId;
    private readonly RuntimeApi _api;

    private ResponseStreams(string requestId, RuntimeApi api)
    {
        _requestId = requestId;
        _api = api;
    }

    public ResponseStream? Created { get; private set; }

    public static ResponseStreams Begin(string requestId, RuntimeApi api) => Current.Value = new(requestId, api);

    /// <summary>Gives the package its factory; versions without streams have no place for one.</summary>
    public static void Bind(Assembly core)
    {
        var setter = TypeSearch.FindInAll(core, Namespace + ".LambdaResponseStreamFactory")
            ?.GetMethod("SetLambdaResponseStream", BindingFlags.NonPublic | BindingFlags.Static);
        if (setter is not null && TypeSearch.FindInAll(core, Namespace + ".ILambdaResponseStream") is { } contract)
        {
            var factory = typeof(ResponseStreams)
                .GetMethod(nameof(Factory), BindingFlags.NonPublic | BindingFlags.Static)! // Declared below.
                .MakeGenericMethod(contract)
                .Invoke(null, null);
            setter.Invoke(null, new[] { factory });
        }
    }

    /// <summary>The interface is internal to the package, so only a proxy can implement it.</summary>
    private static Func<byte[], T> Factory<T>()
        where T : class => prelude =>
    {
        var proxy = DispatchProxy.Create<T, ResponseStreamProxy>();
        ((ResponseStreamProxy)(object)proxy).Stream = Create(prelude);
        return proxy;
    };

    private static ResponseStream Create(byte[] prelude)
    {
        var streams = Current.Value
            ?? throw new InvalidOperationException("a response stream can only be created within an invocation");
        return streams.Created = streams.Created is null
            ? streams._api.BeginResponse(streams._requestId, prelude)
            : throw new InvalidOperationException("only one response stream can be created in an invocation");
    }
}
