using System.Runtime.CompilerServices;
using Samlet.Templates.Syntax;

namespace Samlet.Templates.Intrinsics;

/// <summary>
/// `Fn::ForEach::Name: [Identifier, collection, {key: value}]` of AWS::LanguageExtensions. `${Identifier}` in keys and
/// texts, `&amp;{Identifier}` (letters and digits only) and `Ref` of the identifier become the item.
/// </summary>
internal static class ForEach
{
    private const string Prefix = "Fn::ForEach::";
    private const string Expected = "an identifier, a list of texts and a mapping";

    public static bool IsLoop(string key) => key.StartsWith(Prefix, StringComparison.Ordinal);

    public static void Unroll(MapBuilder builder, IntrinsicResolver resolver, MapEntry loop)
    {
        if (!resolver.Scope.HasLanguageExtensions)
        {
            resolver.Report(TemplateDiagnostics.NeedsLanguageExtensions(loop.Key, loop.KeyLocation));
        }
        else if (loop.Value is TemplateValue.List
        {
            Items: [TemplateValue.Text identifier, var collection, TemplateValue.Map body],
        })
        {
            Unroll(builder, resolver, (loop, identifier.Value, collection, body));
        }
        else
        {
            resolver.Report(TemplateDiagnostics.Malformed(loop.Key, Expected, loop.KeyLocation));
        }
    }

    private static void Unroll(
        MapBuilder builder,
        IntrinsicResolver resolver,
        (MapEntry Entry, string Identifier, TemplateValue Collection, TemplateValue.Map Body) loop)
    {
        var collection = resolver.Resolve(loop.Collection);
        if (collection is not TemplateValue.List items || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            resolver.Report(TemplateDiagnostics.Malformed(loop.Entry.Key, Expected, loop.Collection.Location));
            return;
        }

        foreach (var item in items.Items)
        {
            if (item.AsText() is not { } text)
            {
                resolver.Report(TemplateDiagnostics.Malformed(loop.Entry.Key, Expected, item.Location));
                continue;
            }

            Substitution substitution = new(resolver.Scope, loop.Identifier, text);
            var body = (TemplateValue.Map)substitution.Apply(loop.Body);
            if (substitution.IsTooLarge)
            {
                resolver.Report(
                    TemplateDiagnostics.TooLong(loop.Entry.Key, TemplateScope.MostCharacters, loop.Entry.KeyLocation));
                return;
            }

            MapExpansion.AddTo(builder, resolver, body);
        }
    }

    /// <summary>A copy of a loop's body for one item.</summary>
    private sealed class Substitution(TemplateScope scope, string identifier, string item)
    {
        // What a node costs of the budget for texts, whatever it holds.
        private const int NodeCost = 64;

        private readonly string _exact = $"${{{identifier}}}";
        private readonly string _plain = $"&{{{identifier}}}";

        public bool IsTooLarge { get; private set; }

        public TemplateValue Apply(TemplateValue value)
        {
            IsTooLarge |= !scope.TrySpend(NodeCost);
            return IsTooLarge ? value : value switch
            {
                TemplateValue.Call { Name: "Ref", Argument: TemplateValue.Text name } when name.Value == identifier =>
                    new TemplateValue.Text(item) { Location = value.Location },
                TemplateValue.Call call => call with { Argument = Apply(call.Argument) },
                TemplateValue.Text text => text with { Value = Apply(text.Value) },
                TemplateValue.List list => list with { Items = Array.ConvertAll([.. list.Items], Apply) },
                TemplateValue.Map map => map with { Entries = Array.ConvertAll([.. map.Entries], Apply) },
                _ => value,
            };
        }

        private MapEntry Apply(MapEntry entry) => entry with { Key = Apply(entry.Key), Value = Apply(entry.Value) };

        private string Apply(string text)
        {
            if (!text.Contains(identifier, StringComparison.Ordinal))
            {
                return text;
            }

            var replaced = text.Replace(_exact, item, StringComparison.Ordinal);
            replaced = replaced.Replace(_plain, LettersAndDigitsOf(item), StringComparison.Ordinal);
            IsTooLarge |= !scope.TrySpend(replaced.Length);
            return replaced;
        }

        private static string LettersAndDigitsOf(string text) => string.Concat(text.Where(char.IsAsciiLetterOrDigit));
    }
}
