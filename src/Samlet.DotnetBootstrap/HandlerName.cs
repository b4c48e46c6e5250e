using System.Reflection;

namespace Samlet.DotnetBootstrap;

/// <summary>`ASSEMBLY::TYPE::METHOD`; whatever follows belongs to the method, which may be a whole signature.</summary>
internal sealed class HandlerName
{
    private const string Separator = "::";

    private HandlerName(string assembly, string type, string method)
    {
        Assembly = new AssemblyName(assembly);
        Type = type;
        Method = method;
    }

    public AssemblyName Assembly { get; }

    public string Type { get; }

    public string Method { get; }

    public static HandlerName Parse(string text)
    {
        if (text.Length == 0)
        {
            throw new LambdaValidationException(Messages.EmptyHandler);
        }

        var parts = text.Split(Separator, 3);
        return parts.Length == 3
            ? new HandlerName(
                Part(parts[0], "assembly", text), Part(parts[1], "type", text), Part(parts[2], "method", text))
            : throw new LambdaValidationException(Messages.InvalidHandler(text));
    }

    private static string Part(string part, string what, string handler) =>
        part.Trim() is { Length: > 0 } trimmed
            ? trimmed
            : throw new LambdaValidationException(Messages.MissingPart(handler, what));
}
