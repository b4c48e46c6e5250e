using System.Text;
using Samlet.Runtimes.Logs;

namespace Samlet.Tests.Runtimes.Logs;

public sealed class JsonRecordTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("""{"timestamp":"2026-11-24T09:00:00Z","level":"WARN"}""", nameof(LogLevel.Warn))]
    [InlineData("""{"level":"error","timestamp":"2026-11-24T09:00:00.123456+02:00"}""", nameof(LogLevel.Error))]
    [InlineData("""{"level":"LOUD","timestamp":"2026-11-24T09:00:00Z"}""", nameof(LogLevel.Info))]
    [InlineData("""{"level":7,"timestamp":"2026-11-24T09:00:00Z"}""", nameof(LogLevel.Info))]
    [InlineData("""{"timestamp":"2026-11-24T09:00:00Z"}""", nameof(LogLevel.Info))]
    [InlineData("""{"level":"DEBUG"}""", nameof(LogLevel.Info))]
    [InlineData("""{"level":"DEBUG","timestamp":"yesterday"}""", nameof(LogLevel.Info))]
    [InlineData("""{"in":{"level":"FATAL"},"timestamp":"2026-11-24T09:00:00Z","level":"DEBUG"}""", nameof(LogLevel.Debug))]
    public void The_level_is_read_from_the_top_of_an_object_that_has_a_timestamp(string text, string level)
    {
        Assert.True(JsonRecord.TryRead(Encoding.UTF8.GetBytes(text), out var record));
        Assert.Equal(level, record.Level.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("text")]
    [InlineData("[1]")]
    [InlineData("{\"a\":1")]
    [InlineData("{\"a\":1} {}")]
    [InlineData("{a}")]
    public void What_is_not_one_object_is_text(string text) =>
        Assert.False(JsonRecord.TryRead(Encoding.UTF8.GetBytes(text), out _));

    [Theory]
    [InlineData("{}", """{"timestamp":"2026-11-24T10:00:00.000Z"}""")]
    [InlineData("""{ "a":1.0}""", """{"timestamp":"2026-11-24T10:00:00.000Z", "a":1.0}""")]
    [InlineData("""{"timestamp":5,"a":1}""", """{"timestamp":"2026-11-24T10:00:00.000Z","a":1}""")]
    [InlineData("""{"a":1,"timestamp":[2],"b":[3]}""", """{"a":1,"timestamp":"2026-11-24T10:00:00.000Z","b":[3]}""")]
    public void A_missing_or_malformed_timestamp_is_put_there(string text, string expected)
    {
        Assert.True(JsonRecord.TryRead(Encoding.UTF8.GetBytes(text), out var record));
        Assert.False(record.HasTimestamp);
        Assert.Equal(expected, Encoding.UTF8.GetString(record.WithTimestamp(Now)));
    }
}
