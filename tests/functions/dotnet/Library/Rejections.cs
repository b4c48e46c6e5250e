using Amazon.Lambda.Core;

namespace Library;

/// <summary>What no handler may be.</summary>
public abstract class AbstractType
{
    public string Instance(string text) => text;

    public abstract string Abstract(string text);

    public static string Static(string text) => text;
}

public sealed class Generic<T>
{
    public string Handler(string text) => typeof(T).Name + text;
}

public interface IContract
{
    string Handler(string text) => text;
}

public sealed class Methods
{
    public string Generic<T>(string text) => typeof(T).Name + text;

    public async void AsyncVoid(string text) => await Task.Delay(text.Length);

    public string Params(params string[] texts) => texts[0];

    public string Three(string one, ILambdaContext two, string three) => one + two + three;

    public string SecondIsNoContext(string one, string two) => one + two;
}

public sealed class NoConstructor(string text)
{
    public string Handler(string input) => text + input;
}

public sealed class FailingConstructor
{
    public FailingConstructor() => throw new InvalidOperationException("the constructor fails");

    public string Handler(string text) => text;
}
