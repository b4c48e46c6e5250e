using Samlet.Functions;

namespace Samlet.Runtimes.Interpreters;

/// <summary>
/// A version as folders and programs write it: `v22.11.0`, `3.13`, `3.14.0rc1`, `1.8.0_392` (Java 8).
/// </summary>
internal sealed record InterpreterVersion(int Major, int Minor, int Patch, string Text)
{
    public (int Major, int Minor, int Patch) Order => (Major, Minor, Patch);

    /// <summary>Names such as `python@3.13` leave out the last number.</summary>
    public bool IsFull => Text.AsSpan().Count('.') > 1;

    /// <summary>Null for what is no version or names another build: `latest`, `pypy3.10`, `3.13.1t`.</summary>
    public static InterpreterVersion? Parse(ReadOnlySpan<char> text)
    {
        text = text.StartsWith("v") ? text[1..] : text;
        var rest = text;
        Span<int> numbers = stackalloc int[3];
        var count = 0;
        while (count < numbers.Length && TryTakeNumber(ref rest, isFirst: count == 0, out numbers[count]))
        {
            count++;
        }

        return count > 0 && IsSuffix(rest) ? Create(numbers, text[..^PlatformLength(rest)].ToString()) : null;
    }

    /// <summary>Digits without a dot, as folders of Windows have them: `313` is 3.13, `34-x64` is 3.4.</summary>
    public static InterpreterVersion? ParseCompact(ReadOnlySpan<char> text) =>
        text.Length > 1 && char.IsAsciiDigit(text[1]) ? Parse($"{text[..1]}.{text[1..]}") : null;

    /// <summary>True when functions see no difference.</summary>
    public bool IsSameLine(RuntimeFamily family, InterpreterVersion other) => Line(family) == other.Line(family);

    /// <summary>
    /// Node and Java keep their promises within a major version, Python, Ruby and .NET within a minor one.
    /// </summary>
    public (int Major, int Minor) Line(RuntimeFamily family) =>
        (Major, family is RuntimeFamily.Node or RuntimeFamily.Java ? 0 : Minor);

    private static InterpreterVersion Create(ReadOnlySpan<int> numbers, string text) =>
        text.StartsWith("1.8", StringComparison.Ordinal)
            ? new InterpreterVersion(numbers[1], 0, numbers[2], text)
            : new InterpreterVersion(numbers[0], numbers[1], numbers[2], text);

    private static bool TryTakeNumber(ref ReadOnlySpan<char> rest, bool isFirst, out int number)
    {
        var digits = isFirst ? rest : rest.StartsWith(".") ? rest[1..] : [];
        var length = digits.IndexOfAnyExceptInRange('0', '9');
        length = length < 0 ? digits.Length : length;
        if (!int.TryParse(digits[..length], out number))
        {
            return false;
        }

        rest = digits[length..];
        return true;
    }

    private static bool IsSuffix(ReadOnlySpan<char> rest) => rest switch
    {
        [] or ['.', >= '0' and <= '9', ..] or ['r', 'c', ..] or ['a' or 'b', >= '0' and <= '9', ..] => true,
        ['-' or '+' or '_', ..] => !rest.Contains("freethreaded", StringComparison.Ordinal),
        _ => false,
    };

    /// <summary>What follows a dash is not the version but a platform or vendor: `3.13.1-linux-x86_64-gnu`.</summary>
    private static int PlatformLength(ReadOnlySpan<char> rest)
    {
        var dash = rest.IndexOf('-');
        return dash < 0 ? 0 : rest.Length - dash;
    }
}
