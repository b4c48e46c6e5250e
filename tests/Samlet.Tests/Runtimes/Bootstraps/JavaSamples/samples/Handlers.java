package samples;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.Security;
import java.util.List;
import java.util.Map;

/** Classes that are handlers, and classes that cannot be. */
public class Handlers {
    public String security(String name) {
        return Security.getProperty(name);
    }

    public static class Request implements RequestHandler<Map<String, Integer>, Integer> {
        @Override
        public Integer handleRequest(Map<String, Integer> event, Context context) {
            return event.get("n") + 1;
        }

        public String other(String text) {
            return "other " + text;
        }
    }

    public static class Streams implements RequestStreamHandler {
        @Override
        public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
            output.write("raw ".getBytes("UTF-8"));
            output.write(input.read());
        }
    }

    public abstract static class Base<T, R> implements RequestHandler<T, R> {
        @Override
        public R handleRequest(T event, Context context) {
            return answer(event);
        }

        abstract R answer(T event);
    }

    public abstract static class Listed<T> extends Base<List<T>, T> {
    }

    /** The type of the event is known through two classes above. */
    public static class Inherited extends Listed<Beans.Plain> {
        @Override
        Beans.Plain answer(List<Beans.Plain> event) {
            return event.get(1);
        }
    }

    @SuppressWarnings("rawtypes")
    public static class Raw implements RequestHandler {
        @Override
        public Object handleRequest(Object event, Context context) {
            return event;
        }
    }

    public static class Unbound<T> implements RequestHandler<T, String> {
        @Override
        public String handleRequest(T event, Context context) {
            return "";
        }
    }

    public static class Bound<T extends Beans.Plain> implements RequestHandler<T, String> {
        @Override
        public String handleRequest(T event, Context context) {
            return event.getText();
        }
    }

    public static class NoHandler {
    }

    public class Inner implements RequestHandler<String, String> {
        @Override
        public String handleRequest(String event, Context context) {
            return event;
        }
    }

    public static class NeedsArgument implements RequestHandler<String, String> {
        public NeedsArgument(String argument) {
        }

        @Override
        public String handleRequest(String event, Context context) {
            return event;
        }
    }

    public static class FailingConstructor implements RequestHandler<String, String> {
        public FailingConstructor() {
            throw new IllegalStateException("not today");
        }

        @Override
        public String handleRequest(String event, Context context) {
            return event;
        }
    }

    public static class FailingClass implements RequestHandler<String, String> {
        static final int VALUE = Integer.parseInt("no number");

        @Override
        public String handleRequest(String event, Context context) {
            return event;
        }
    }
}
