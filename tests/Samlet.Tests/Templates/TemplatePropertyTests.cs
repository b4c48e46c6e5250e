using System.Diagnostics;
using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Samlet.Templates;
using Samlet.Tests.Support;

namespace Samlet.Tests.Templates;

/// <summary>
/// Whatever the bytes: a template or an error for people, diagnostics inside the text, in bounded time.
/// </summary>
public sealed class TemplatePropertyTests
{
    private static readonly string[] Fragments =
    [
        "Resources", "Parameters", "Conditions", "Mappings", "Globals", "Outputs", "Transform", "Properties", "Type",
        "F", "P", "AWS::Serverless::Function", "AWS::DynamoDB::Table", "AWS::LanguageExtensions", "!Ref ", "!Sub ",
        "!GetAtt ", "!Join ", "!If ", "!Select ", "!Split ", "!FindInMap ", "!Cidr ", "!GetAZs ", "!Base64 ",
        "!Equals ", "!Not ", "!And ", "!Transform ", "Fn::Sub", "Fn::ForEach::L", "Fn::Length", "Fn::ToJsonString",
        "Fn::Transform", "Ref", "Condition", "Default", "Function", "AWS::Include", "AWS::NoValue", "AWS::Region", "${P}", "${F.Arn}",
        "${!x}", "${", "}", "{{resolve:ssm:/x}}", "{{resolve:", "[", "]", "{", "}", ": ", ", ", "- ", "? ", "\n",
        "\n  ", "\n    ", "\n      ", "\t", "\r\n", "|\n", ">-\n", "&a ", "*a", "<<: ", "'", "\"", "#", "%", "@", "`",
        "!", "!!str ", "!<x> ", "---\n", "...\n", "0123", "1.50", "1e999999", "true", "~", "\uD83D", "\uFEFF", "\0",
        "\u0085", "é",
    ];

    private static readonly string[] Scalars =
    [
        "P", "L", "M", "Yes", "No", "Named", "Table", "Named.Arn", "a,b", "0", "-1", "1.5", "''", "'${P}-${Named.Arn}'",
        "'${L}'", "'${Missing}'", "us-east-1", "k", "~", "true", "10.0.0.0/16", "'{{resolve:ssm:/x}}'", "AWS::NoValue",
    ];

    private static readonly string[] Tags =
    [
        "!Ref", "!Sub", "!GetAtt", "!Join", "!If", "!Select", "!Split", "!FindInMap", "!Cidr", "!GetAZs", "!Base64",
        "!Equals", "!Not", "!And", "!Or", "!Condition", "!ImportValue", "!Length", "!ToJsonString", "!Transform",
        "!Nonsense",
    ];

    private static readonly string Typical =
        File.ReadAllText(Path.Join(Repository.Root, "tests/Samlet.Tests/Templates/typical.yaml"));

    [Fact]
    public void Random_fragments_never_crash() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(3_000).WithEndSize(60),
        Prop.ForAll(Gen.Elements(Fragments).ListOf().Select(string.Concat).ToArbitrary(), Survives));

    [Fact]
    public void Random_bytes_never_crash() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1_000),
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), Survives));

    [Fact]
    public void Mutated_templates_never_crash() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1_500),
        Prop.ForAll(Mutations().ToArbitrary(), Survives));

    [Fact]
    public void Random_values_never_crash_a_resolver() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(2_000).WithEndSize(30),
        Prop.ForAll(Values(4).ToArbitrary(), value =>
        {
            var template = TemplateText.Around(value);
            return Resolves(template) && template.Diagnostics.All(diagnostic => IsInside(diagnostic.Location, 100));
        }));

    [Fact(Timeout = 60_000)]
    public async Task Reading_time_grows_with_size_and_not_with_its_square()
    {
        await Task.Yield();
        var (small, large) = (Generated(200), Generated(2_000));
        _ = Time(small);

        // The best of several rounds, because other tests run beside this one. The square would be 100.
        var ratios = Enumerable.Range(0, 10).Select(_ => Time(large) / Time(small)).ToList();
        Assert.True(ratios.Min() < 60, string.Join(' ', ratios));
    }

    private static TimeSpan Time(string text)
    {
        var start = Stopwatch.GetTimestamp();
        Assert.True(Resolves(TemplateText.Read(text)));
        return Stopwatch.GetElapsedTime(start);
    }

    private static string Generated(int functions)
    {
        StringBuilder text = new("Parameters: {Stage: {Type: String, Default: dev}}\nResources:\n");
        for (var index = 0; index < functions; index++)
        {
            text.Append(CultureInfo.InvariantCulture, $$"""
                  Function{{index}}:
                    Type: AWS::Serverless::Function
                    Properties:
                      Handler: app.handler
                      Environment:
                        Variables:
                          TABLE: !Ref Table{{index}}
                          NAME: !Sub '${Stage}-${Table{{index}}.Arn}'
                          BAD: !Ref Nowhere{{index}}
                  Table{{index}}: {Type: AWS::DynamoDB::Table}

                """);
        }

        return text.ToString();
    }

    /// <summary>The typical template with a piece cut out in one place and a fragment put into another.</summary>
    private static Gen<string> Mutations() =>
        from at in Gen.Choose(0, Typical.Length - 40)
        from length in Gen.Choose(0, 40)
        from fragment in Gen.Elements(Fragments)
        from other in Gen.Choose(0, Typical.Length - 40)
        select Typical.Remove(at, length).Insert(other, fragment);

    private static Gen<string> Values(int depth)
    {
        var scalars = Gen.Elements(Scalars);
        if (depth == 0)
        {
            return scalars;
        }

        var inner = Values(depth - 1);
        var list = inner.ListOf().Select(items => $"[{string.Join(", ", items.Take(4))}]");
        var map = inner.Select(value => $"{{a: {value}, 'Fn::ForEach::X': [I, [a, b], {{'k${{I}}': {value}}}]}}");
        var call = Gen.Elements(Tags).SelectMany(
            _ => Gen.OneOf(list, scalars), (tag, argument) => $"{tag} {argument}");
        return Gen.OneOf(scalars, list, map, call, call);
    }

    private static bool Survives(string text) => Survives(Encoding.UTF8.GetBytes(text));

    private static bool Survives(byte[] bytes)
    {
        var lines = bytes.Count(value => value is (byte)'\n' or (byte)'\r') + 1;
        try
        {
            var template = TemplateText.Read(bytes);
            return Resolves(template) && template.Diagnostics.All(diagnostic => IsInside(diagnostic.Location, lines));
        }
        catch (UserErrorException error)
        {
            return error.Message.Length > 0;
        }
    }

    private static bool IsInside(SourceLocation location, int lines) =>
        location.File is not null && location.Line >= 1 && location.Line <= lines && location.Column >= 1;

    private static bool Resolves(Template template)
    {
        foreach (var resource in template.Resources)
        {
            _ = (resource.Properties, resource.Condition, resource.Metadata);
        }

        foreach (var output in template.Outputs)
        {
            _ = (output.Value, output.ExportName, output.IsPresent);
        }

        return true;
    }
}
