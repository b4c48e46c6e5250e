package bench;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.List;

public class App implements RequestHandler<App.Book, App.Answer> {
    @Override
    public Answer handleRequest(Book book, Context context) {
        return new Answer(book.getTitle(), book.getStars().size());
    }

    public static class Book {
        private String title;
        private List<Integer> stars;

        public String getTitle() {
            return title;
        }

        public void setTitle(String value) {
            title = value;
        }

        public List<Integer> getStars() {
            return stars;
        }

        public void setStars(List<Integer> value) {
            stars = value;
        }
    }

    public static class Answer {
        private final String title;
        private final int count;

        Answer(String title, int count) {
            this.title = title;
            this.count = count;
        }

        public String getTitle() {
            return title;
        }

        public int getCount() {
            return count;
        }
    }
}
