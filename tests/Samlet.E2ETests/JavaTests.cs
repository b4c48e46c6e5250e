namespace Samlet.E2ETests;

/// <summary>Java functions in the forms in which they are built, compiled here by the JDK at hand.</summary>
public sealed class JavaTests
{
    private const string Ratings = """
        package ratings;

        import com.amazonaws.services.lambda.runtime.Context;
        import com.amazonaws.services.lambda.runtime.RequestHandler;
        import java.util.List;
        import java.util.Map;

        public class Ratings implements RequestHandler<Ratings.Book, Ratings.Answer> {
            public Answer handleRequest(Book book, Context context) {
                Answer answer = new Answer();
                answer.title = book.getTitle();
                answer.count = book.getStars().size();
                return answer;
            }

            public Map<String, Object> plain(Map<String, Object> event) {
                event.put("by", "plain");
                return event;
            }

            public static class Book {
                private String title;
                private List<Integer> stars;
                public String getTitle() { return title; }
                public void setTitle(String value) { title = value; }
                public List<Integer> getStars() { return stars; }
                public void setStars(List<Integer> value) { stars = value; }
            }

            public static class Answer {
                public String title;
                public int count;
                public String absent;
            }
        }
        """;

    [Theory]
    [Requires("javac")]
    [InlineData("ratings.Ratings", """{"title":"ö","count":2}""")]
    [InlineData("ratings.Ratings::plain", """{"title":"ö","stars":[5,4.5],"extra":null,"by":"plain"}""")]
    public async Task A_Java_handler_answers_from_a_class_folder(string handler, string answer)
    {
        using var app = TestApp.WithFunction("java17", handler, "MemorySize: 512");
        await JavaClasses.CompileAsync(app.Folder, "src", Ratings);

        var stars = handler.EndsWith("plain", StringComparison.Ordinal) ? "4.5" : "4";
        var result = await app.InvokeWithAsync($$"""{"title":"ö","stars":[5,{{stars}}],"extra":null}""");

        result.IsAnswer(answer.Replace(""","extra":null""", "", StringComparison.Ordinal));
        Assert.Contains("compiling the Java bootstrap for Java ", result.Err, StringComparison.Ordinal);
    }
}
