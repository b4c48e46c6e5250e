package bench;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;

/** The same handler without a runtime: the event is taken apart by hand, since Java has no JSON of its own. */
public class Bare {
    public static void main(String[] arguments) throws Exception {
        String event = new String(Files.readAllBytes(Paths.get(arguments[0])), StandardCharsets.UTF_8);
        int start = event.indexOf("\"title\": \"") + 10;
        App.Book book = new App.Book();
        book.setTitle(event.substring(start, event.indexOf('"', start)));
        List<Integer> stars = new ArrayList<>();
        for (String star : event.substring(event.indexOf('[') + 1, event.indexOf(']')).split(",")) {
            stars.add(Integer.valueOf(star.trim()));
        }

        book.setStars(stars);
        App.Answer answer = new App().handleRequest(book, null);
        System.out.print("{\"title\":\"" + answer.getTitle() + "\",\"count\":" + answer.getCount() + "}");
    }

    public String which() {
        return System.getProperty("java.home") + "/bin/java";
    }
}
