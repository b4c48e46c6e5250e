using System.Globalization;
using System.Text;
using Samlet.Templates;
using Samlet.Templates.Syntax;
using Samlet.Toml;

namespace Samlet.Cli;

/// <summary>The text of a configuration file, TOML or YAML by its name, with values set one after the other.</summary>
internal sealed record ConfigFileText(string Name, string Text)
{
    private bool IsYaml => Path.GetExtension(Name).ToLowerInvariant() is ".yaml" or ".yml" or ".json";

    /// <summary>A change that would touch anything else is refused with a <see cref="UserErrorException"/>.</summary>
    public ConfigFileText Set(IReadOnlyList<string> path, TemplateValue value)
    {
        var text = IsYaml ? ConfigFileYaml.Set(Text, path, value) : TomlEditor.Set(Text, path, ToToml(value));
        var edited = this with { Text = text };
        return edited.Says(path, value, before: this)
            ? edited
            : throw new UserErrorException(
                $"cannot write `{string.Join('.', path)}` into `{Name}`: what is there is made in several pieces",
                "write it by hand, or bring its table together");
    }

    private bool Says(IReadOnlyList<string> path, TemplateValue value, ConfigFileText before)
    {
        try
        {
            var start = string.Concat(path.Select(PathOf));
            var others = before.Leaves().Where(leaf => !leaf.StartsWith(start, StringComparison.Ordinal));
            return Leaves().Order(StringComparer.Ordinal)
                .SequenceEqual(others.Concat(Leaves(value, start)).Order(StringComparer.Ordinal));
        }
        catch (UserErrorException)
        {
            return false;
        }
    }

    private IEnumerable<string> Leaves() =>
        Leaves(DataFile.Read(new SourceText(Name, Encoding.UTF8.GetBytes(Text)), new Reporter(Stream.Null)), "");

    /// <summary>Every value behind its path; lines may move, and what is empty is nothing.</summary>
    private static IEnumerable<string> Leaves(TemplateValue value, string path) => value switch
    {
        TemplateValue.Map map => map.Entries.SelectMany(entry => Leaves(entry.Value, path + PathOf(entry.Key))),
        TemplateValue.Null => [],
        _ => [path + ConfigFileYaml.Format(value)],
    };

    private static string PathOf(string key) => key + "\n";

    private static TomlValue ToToml(TemplateValue value) => value switch
    {
        TemplateValue.Boolean boolean => new TomlValue.Boolean(boolean.Value),
        TemplateValue.Number number => ToToml(number.Literal),
        TemplateValue.List list => new TomlValue.Array([.. list.Items.Select(ToToml)]),
        TemplateValue.Map map => new TomlValue.Table([.. map.Entries.Select(ToToml)]),
        _ => new TomlValue.Text(value.AsText() ?? ""),
    };

    private static TomlEntry ToToml(MapEntry entry) => new(entry.Key, default, ToToml(entry.Value));

    private static TomlValue ToToml(string literal) =>
        long.TryParse(literal, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer)
            ? new TomlValue.Integer(integer)
            : new TomlValue.Float(double.Parse(literal, CultureInfo.InvariantCulture));
}
