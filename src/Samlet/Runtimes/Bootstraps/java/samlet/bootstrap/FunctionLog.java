package samlet.bootstrap;

import com.amazonaws.services.lambda.runtime.LambdaRuntimeInternal;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import samlet.bootstrap.json.JsonOutput;

/**
 * Where the loggers write: frames of the log descriptor where Samlet offers one (spec of the frames: type, length,
 * microseconds, message, all big-endian), else standard output.
 */
final class FunctionLog {
    private static final String[] LEVELS = {"UNDEFINED", "TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"};
    private static final int ERROR = 5;
    private static final int FRAME_WITH_TIME = 0xa55a0002;

    private static FunctionLog instance;

    private final OutputStream frames;
    private final boolean isJson;
    private final int minimumLevel;
    private final ThreadLocal<Invocation> current = new ThreadLocal<Invocation>();
    private volatile Invocation latest;

    private FunctionLog(OutputStream frames, boolean isJson, int minimumLevel) {
        this.frames = frames;
        this.isJson = isJson;
        this.minimumLevel = minimumLevel;
    }

    static FunctionLog open() {
        String descriptor = System.getenv("_LAMBDA_TELEMETRY_LOG_FD");
        instance = new FunctionLog(
                descriptor == null || descriptor.isEmpty() ? null : open(descriptor),
                "JSON".equalsIgnoreCase(System.getenv("AWS_LAMBDA_LOG_FORMAT")),
                levelOf(System.getenv("AWS_LAMBDA_LOG_LEVEL")));
        return instance;
    }

    static FunctionLog current() {
        return instance;
    }

    /** A pipe can be opened by its number; Java does not let descriptors be made of numbers. */
    private static OutputStream open(String descriptor) {
        try {
            return new FileOutputStream("/dev/fd/" + descriptor);
        } catch (IOException error) {
            return null;
        }
    }

    private static int levelOf(String name) {
        for (int level = 1; name != null && level < LEVELS.length; level++) {
            if (LEVELS[level].equalsIgnoreCase(name)) {
                return level;
            }
        }

        return 0;
    }

    void begin(Invocation invocation) {
        latest = invocation;
        if (isJson) {
            current.set(invocation);
        }

        if (LambdaRuntimeInternal.getUseLog4jAppender()) {
            Log4j.tell(invocation.id);
        }
    }

    void log(String message, int level) {
        if (level == 0 || level >= minimumLevel) {
            String text = message == null ? "null" : message;
            write(isJson ? json(text, level) : level == 0 ? text : "[" + LEVELS[level] + "] " + text, level);
        }
    }

    /** Bytes are written as they are. */
    void log(byte[] message, int level) {
        if (level == 0 || level >= minimumLevel) {
            write(message, level);
        }
    }

    /** An error that nobody caught. */
    void report(String text) {
        log(text, isJson ? ERROR : 0);
    }

    void write(String text) {
        write(text, 0);
    }

    private void write(String text, int level) {
        write(text.getBytes(StandardCharsets.UTF_8), level);
    }

    private synchronized void write(byte[] message, int level) {
        try {
            if (frames == null) {
                System.out.write(message, 0, message.length);
                System.out.flush();
            } else {
                frames.write(frame(message, level));
            }
        } catch (IOException error) {
            System.err.println(error);
        }
    }

    private byte[] frame(byte[] message, int level) {
        byte[] frame = new byte[16 + message.length];
        put(frame, 0, FRAME_WITH_TIME | (level << 2) | (isJson ? 0 : 1), 4);
        put(frame, 4, message.length, 4);
        put(frame, 8, System.currentTimeMillis() * 1000, 8);
        System.arraycopy(message, 0, frame, 16, message.length);
        return frame;
    }

    private static void put(byte[] target, int offset, long value, int length) {
        for (int i = 0; i < length; i++) {
            target[offset + i] = (byte) (value >> (8 * (length - 1 - i)));
        }
    }

    private String json(String message, int level) {
        JsonOutput out = new JsonOutput(256);
        out.beginObject();
        out.member("timestamp", Timestamps.now());
        out.member("message", message);
        out.member("level", LEVELS[level]);
        Invocation invocation = current.get() == null ? latest : current.get();
        if (invocation != null) {
            out.member("AWSRequestId", invocation.id);
            out.member("tenantId", invocation.tenantId);
        }

        return out.endObject().bytes().add("\n").text();
    }
}
