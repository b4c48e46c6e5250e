using System.Text.Json;

namespace Function;

public sealed class Ratings
{
    public Stream Handler(Stream payload)
    {
        using var book = JsonDocument.Parse(payload);
        var response = new MemoryStream();
        using (var json = new Utf8JsonWriter(response))
        {
            json.WriteStartObject();
            json.WriteString("title", book.RootElement.GetProperty("title").GetString());
            json.WriteNumber("count", book.RootElement.GetProperty("stars").GetArrayLength());
            json.WriteEndObject();
        }

        response.Position = 0;
        return response;
    }
}
