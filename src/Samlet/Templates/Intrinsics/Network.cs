using System.Globalization;
using System.Net;

namespace Samlet.Templates.Intrinsics;

/// <summary>`Fn::Cidr` and `Fn::GetAZs`.</summary>
internal static class Network
{
    private const int MostBlocks = 256;

    public static TemplateValue Cidr(IntrinsicResolver resolver, TemplateValue.Call call)
    {
        const string expected = "an address block, a count from 1 to 256 and a number of host bits";
        if (call.Argument is not TemplateValue.List { Items: { Count: 2 or 3 } items })
        {
            return resolver.Fail(call, expected);
        }

        var texts = new TemplateValue.Text?[items.Count];
        for (var index = 0; index < texts.Length; index++)
        {
            texts[index] = resolver.ResolveText(items[index], call.Name, expected);
        }

        if (Array.Exists(texts, text => text is null))
        {
            return call;
        }

        var blocks = Blocks(texts[0]!.Value, texts[1]!.Value, texts.Length == 3 ? texts[2]!.Value : null);
        return blocks is null ? resolver.Fail(call, expected) : ListOf(blocks, call.Location, texts[0]!.Traits);
    }

    public static TemplateValue GetAZs(IntrinsicResolver resolver, TemplateValue.Call call)
    {
        if (resolver.ResolveText(call.Argument, call.Name, "the name of a region, or an empty text") is not { } text)
        {
            return call;
        }

        var region = text.Value.Length == 0 ? resolver.Scope.Pseudo.Region : text.Value;
        var zones = Array.ConvertAll(ZonesOf(region).ToCharArray(), letter => region + letter);
        return ListOf(zones, call.Location, text.Traits);
    }

    // The service's own order is by name. Not every account sees every zone; these are the ones that new accounts see.
    private static string ZonesOf(string region) => region switch
    {
        "us-east-1" => "abcdef",
        "us-west-2" or "ap-northeast-2" => "abcd",
        "us-west-1" => "ac",
        "ap-northeast-1" => "acd",
        "ca-central-1" or "cn-north-1" => "abd",
        _ => "abc",
    };

    private static TemplateValue.List ListOf(string[] texts, SourceLocation location, TextTraits traits) =>
        new(Array.ConvertAll(
            texts, TemplateValue (text) => new TemplateValue.Text(text) { Location = location, Traits = traits }))
        {
            Location = location,
        };

    private static string[]? Blocks(string block, string countText, string? bitsText)
    {
        if (!IPNetwork.TryParse(block, out var network)
            || !int.TryParse(countText, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || count is < 1 or > MostBlocks)
        {
            return null;
        }

        var width = network.BaseAddress.GetAddressBytes().Length * 8;
        var spare = width - network.PrefixLength;
        var needed = 32 - int.LeadingZeroCount(count - 1);
        var bits = spare - needed;
        if (bitsText is not null && !int.TryParse(bitsText, NumberStyles.None, CultureInfo.InvariantCulture, out bits))
        {
            return null;
        }

        return bits < 0 || bits + needed > spare ? null : Blocks(network.BaseAddress, count, (width, bits));
    }

    private static string[] Blocks(IPAddress first, int count, (int Width, int HostBits) size)
    {
        var start = new UInt128(0, 0);
        foreach (var part in first.GetAddressBytes())
        {
            start = (start << 8) | part;
        }

        var blocks = new string[count];
        for (var index = 0; index < count; index++)
        {
            var address = AddressOf(start + ((UInt128)index << size.HostBits), size.Width / 8);
            blocks[index] = string.Create(CultureInfo.InvariantCulture, $"{address}/{size.Width - size.HostBits}");
        }

        return blocks;
    }

    private static IPAddress AddressOf(UInt128 number, int length)
    {
        var bytes = new byte[length];
        for (var index = length - 1; index >= 0; index--)
        {
            bytes[index] = (byte)number;
            number >>= 8;
        }

        return new(bytes);
    }
}
