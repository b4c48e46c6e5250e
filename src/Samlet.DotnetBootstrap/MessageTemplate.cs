using System.Text;

namespace Samlet.DotnetBootstrap;

/// <summary>
/// A message such as `{count} of {product:X} in {@order}`. Arguments belong to the placeholders in their order, or by
/// number where the names are the numbers from 0 on without a gap.
/// </summary>
internal sealed class MessageTemplate
{
    private readonly string _template;
    private readonly object?[] _arguments;
    private readonly List<Placeholder> _placeholders;
    private readonly bool _isPositional;

    public MessageTemplate(string template, object?[] arguments)
    {
        _template = template;
        _arguments = arguments;
        _placeholders = Placeholder.AllIn(template);
        _isPositional = IsPositional(_placeholders);
    }

    /// <summary>Each placeholder that has an argument which is not null.</summary>
    public IEnumerable<(Placeholder Placeholder, object Value)> Values()
    {
        for (var index = 0; index < _placeholders.Count; index++)
        {
            if (ArgumentOf(index) is { } value)
            {
                yield return (_placeholders[index], value);
            }
        }
    }

    /// <summary>
    /// The message with its arguments; an argument too few leaves the placeholder, doubled braces stay two.
    /// </summary>
    public string Text()
    {
        var text = new StringBuilder();
        var position = 0;
        for (var index = 0; index < _placeholders.Count; index++)
        {
            var placeholder = _placeholders[index];
            if (!_isPositional && index >= _arguments.Length)
            {
                break;
            }

            text.Append(_template, position, placeholder.Start - position);
            text.Append(placeholder.Format(ArgumentOf(index)));
            position = placeholder.End;
        }

        return text.Append(_template, position, _template.Length - position).ToString();
    }

    private object? ArgumentOf(int index)
    {
        var number = _isPositional ? _placeholders[index].Number!.Value : index;
        return number < _arguments.Length ? _arguments[number] : null;
    }

    private static bool IsPositional(List<Placeholder> placeholders)
    {
        var numbers = new HashSet<int>();
        foreach (var placeholder in placeholders)
        {
            if (placeholder.Number is not { } number)
            {
                return false;
            }

            numbers.Add(number);
        }

        return numbers.Count > 0 && numbers.Contains(0) && HighestIn(numbers) == numbers.Count - 1;
    }

    private static int HighestIn(HashSet<int> numbers)
    {
        var highest = 0;
        foreach (var number in numbers)
        {
            highest = Math.Max(highest, number);
        }

        return highest;
    }
}
