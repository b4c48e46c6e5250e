using System.Text.Json;
using Amazon.Lambda.Core;

[assembly: LambdaSerializer(typeof(Library.JsonFunctionSerializer))]

namespace Library;

/// <summary>Stands for the package Amazon.Lambda.Serialization.SystemTextJson.</summary>
public sealed class JsonFunctionSerializer : ILambdaSerializer
{
    public T Deserialize<T>(Stream requestStream) => JsonSerializer.Deserialize<T>(requestStream)!;

    public void Serialize<T>(T response, Stream responseStream) => JsonSerializer.Serialize(responseStream, response);
}

/// <summary>One that a single method names.</summary>
public sealed class ShoutingSerializer : ILambdaSerializer
{
    public T Deserialize<T>(Stream requestStream) =>
        (T)(object)new StreamReader(requestStream).ReadToEnd().ToUpperInvariant();

    public void Serialize<T>(T response, Stream responseStream)
    {
        using var writer = new StreamWriter(responseStream, leaveOpen: true);
        writer.Write($"{response}!");
    }
}
