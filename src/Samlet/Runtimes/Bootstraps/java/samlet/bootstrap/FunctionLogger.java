package samlet.bootstrap;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;

/** The logger of the context and of `LambdaRuntime`. */
public final class FunctionLogger implements LambdaLogger {
    private static FunctionLogger instance;

    private final FunctionLog log;

    private FunctionLogger(FunctionLog log) {
        this.log = log;
    }

    public static synchronized FunctionLogger current() {
        if (instance == null) {
            instance = new FunctionLogger(FunctionLog.current());
        }

        return instance;
    }

    @Override
    public void log(String message) {
        log.log(message, 0);
    }

    @Override
    public void log(byte[] message) {
        log.log(message, 0);
    }

    // Without @Override: older versions of the interface do not have these.
    public void log(String message, LogLevel level) {
        log.log(message, level.ordinal());
    }

    public void log(byte[] message, LogLevel level) {
        log.log(message, level.ordinal());
    }
}
