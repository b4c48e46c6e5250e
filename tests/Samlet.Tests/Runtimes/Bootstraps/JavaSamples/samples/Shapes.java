package samples;

import com.amazonaws.services.lambda.runtime.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/** Plain methods with all signatures that can be handlers, and some that cannot. */
public class Shapes {
    public int one(int number) {
        return number + 1;
    }

    public String two(String text, Context context) {
        return text + context.getAwsRequestId();
    }

    public String onlyContext(Context context) {
        return context.getAwsRequestId();
    }

    public String nothing() {
        return "nothing";
    }

    public static String ofClass(String text) {
        return "static " + text;
    }

    public void noResult(String text) {
    }

    public void streams(InputStream input, OutputStream output) throws IOException {
        copy(input, output);
    }

    public void streamsAndContext(InputStream input, OutputStream output, Context context) throws IOException {
        copy(input, output);
        output.write(context.getAwsRequestId().getBytes("UTF-8"));
    }

    public void inputAndContext(InputStream input, Context context) {
    }

    public void onlyInput(InputStream input) {
    }

    public void onlyOutput(OutputStream output) throws IOException {
        output.write("not JSON".getBytes("UTF-8"));
    }

    public void outputAndContext(OutputStream output, Context context) throws IOException {
        output.write(context.getAwsRequestId().getBytes("UTF-8"));
    }

    public String overloaded() {
        return "none";
    }

    public String overloaded(String text) {
        return "one";
    }

    public String overloaded(String text, Context context) {
        return "two";
    }

    public String contextCounts(Context context) {
        return "context";
    }

    public String contextCounts(String text) {
        return "text";
    }

    public String ignored(Context context, String text) {
        return "wrong";
    }

    public String ignored(String text, String other, String third) {
        return "wrong";
    }

    public String ignored(String a, String b, String c, String d) {
        return "wrong";
    }

    public String ignored(String text) {
        return "right";
    }

    public String wrong(Context context, String text) {
        return "wrong";
    }

    String hidden(String text) {
        return "hidden";
    }

    public Object generic(List<Map<String, List<Integer>>> list) {
        return list.get(0).get("a").get(0).getClass().getSimpleName();
    }

    private static void copy(InputStream input, OutputStream output) throws IOException {
        for (int next = input.read(); next >= 0; next = input.read()) {
            output.write(next);
        }
    }
}
