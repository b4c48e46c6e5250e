using System.Globalization;

namespace Samlet;

/// <summary>Amounts of bytes as people write them: `10GB`, `512 MiB`.</summary>
internal static class DataSize
{
    private static readonly (string Name, long Bytes)[] Units =
    [
        ("B", 1), ("KB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("TB", 1_000_000_000_000),
        ("KIB", 1L << 10), ("MIB", 1L << 20), ("GIB", 1L << 30), ("TIB", 1L << 40),
        ("", 1), ("K", 1_000), ("M", 1_000_000), ("G", 1_000_000_000), ("T", 1_000_000_000_000),
    ];

    /// <summary>Null when it is none.</summary>
    public static long? TryParse(string text)
    {
        var end = text.AsSpan().LastIndexOfAnyInRange('0', '9') + 1;
        var unit = text[end..].Trim();
        var index = Array.FindIndex(Units, known => known.Name.Equals(unit, StringComparison.OrdinalIgnoreCase));
        return index >= 0
            && decimal.TryParse(
                text.AsSpan(0, end), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number <= long.MaxValue / Units[index].Bytes
                ? (long)(number * Units[index].Bytes)
                : null;
    }

    /// <summary>In decimal units with one digit behind the point, as file managers have it.</summary>
    public static string Format(long bytes)
    {
        var index = bytes < 1_000 ? 0 : bytes < 1_000_000 ? 1 : bytes < 1_000_000_000 ? 2 : 3;
        var (name, unit) = Units[index];
        var number = (bytes / (decimal)unit).ToString(index == 0 ? "0" : "0.0", CultureInfo.InvariantCulture);
        return $"{number} {(name == "KB" ? "kB" : name)}";
    }
}
