package samlet.bootstrap;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A run for the archive of class data (JEP 310): uses what nearly every function uses, so that a virtual machine finds
 * it loaded and checked.
 */
final class Training {
    private static final String EVENT =
            "{\"title\":\"a\\n\",\"stars\":[1,2.5,null],\"by\":{\"k\":true},\"parts\":[{\"title\":\"b\"}],\"more\":1e3}";

    private Training() {
    }

    static void run() throws Exception {
        Platform.prepare();
        final ServerSocket server = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        Thread thread = new Thread() {
            @Override
            public void run() {
                try {
                    serve(server);
                } catch (Exception error) {
                    throw new IllegalStateException(error);
                }
            }
        };
        thread.setDaemon(true);
        thread.start();
        InheritedDescriptor.of(0);
        RuntimeApi api = new RuntimeApi("127.0.0.1:" + server.getLocalPort(), null);
        FunctionLog log = FunctionLog.open();
        call(Sample.class.getName(), api, log);
        call(Sample.class.getName() + "::list", api, log);
        call(Sample.class.getName() + "::stream", api, log);
    }

    private static void call(String name, RuntimeApi api, FunctionLog log) throws Exception {
        Handler handler = HandlerLoader.load(name);
        Invocation invocation = api.next();
        log.begin(invocation);
        try {
            api.respond(invocation.id, handler.call(invocation));
        } catch (Throwable error) {
            api.fail(invocation.id, "Runtime.UserException", ErrorObject.of(error), ErrorObject.causeOf(error));
        }
    }

    private static void serve(ServerSocket server) throws Exception {
        byte[] next = ("HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: 1\r\nLambda-Runtime-Deadline-Ms: 1\r\n"
                + "Content-Length: " + EVENT.length() + "\r\n\r\n" + EVENT).getBytes("UTF-8");
        byte[] accepted = "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n".getBytes("UTF-8");
        Socket socket = server.accept();
        byte[] buffer = new byte[64 * 1024];
        for (int count = socket.getInputStream().read(buffer); count > 0;
                count = socket.getInputStream().read(buffer)) {
            socket.getOutputStream().write(buffer[0] == 'G' ? next : accepted);
        }
    }

    /** A function with the usual shapes. */
    public static final class Sample implements RequestHandler<Bean, Object> {
        @Override
        public Object handleRequest(Bean event, Context context) {
            Map<String, Object> answer = new LinkedHashMap<String, Object>();
            answer.put("id", context.getAwsRequestId() + context.getRemainingTimeInMillis());
            answer.put("event", event);
            answer.put("list", new ArrayList<Object>(event.stars));
            context.getLogger().log("");
            return answer;
        }

        public String list(Map<String, Object> event) {
            throw new IllegalStateException(event.toString());
        }

        public void stream(InputStream input, OutputStream output, Context context) throws Exception {
            output.write(input.read());
        }
    }

    /** A class with properties of the usual kinds. */
    public static final class Bean {
        public List<Double> stars;
        public Map<String, Boolean> by;
        private String title;
        private List<Bean> parts;

        public String getTitle() {
            return title;
        }

        public void setTitle(String value) {
            title = value;
        }

        public List<Bean> getParts() {
            return parts;
        }

        public void setParts(List<Bean> value) {
            parts = value;
        }
    }
}
