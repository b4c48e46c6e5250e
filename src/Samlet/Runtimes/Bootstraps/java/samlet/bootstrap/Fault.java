package samlet.bootstrap;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** What is wrong with the function itself rather than with one event. Its error object has no stack trace. */
final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final String OWN_PACKAGE = "samlet.bootstrap.";

    /** The class of the exception behind it, and its stack trace; null when there is none. */
    final String type;
    final String trace;

    /** The process cannot go on: reported during the init phase, or ending the process after the answer. */
    final boolean isFatal;

    Fault(String message, String type, String trace, boolean isFatal) {
        super(message, null, false, false);
        this.type = type;
        this.trace = trace;
        this.isFatal = isFatal;
    }

    static Fault of(String message) {
        return new Fault(message, null, null, false);
    }

    static Fault of(Throwable error) {
        return of(error, false);
    }

    static Fault of(Throwable error, boolean isFatal) {
        return new Fault(messageOf(error), error.getClass().getName(), traceOf(error), isFatal);
    }

    static String messageOf(Throwable error) {
        String message = error.getLocalizedMessage();
        return message == null ? error.getClass().getName() : message;
    }

    static String traceOf(Throwable error) {
        StringWriter text = new StringWriter();
        withoutOwnFrames(error).printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /** The block of text that is logged, in the form of the service. */
    String report() {
        return type == null && trace == null
                ? getMessage() + "\n"
                : getMessage() + ": " + (type == null ? "" : type) + "\n" + (trace == null ? "" : trace) + "\n";
    }

    /** Cuts each stack trace, also of causes, where the bootstrap called the function. */
    static <T extends Throwable> T withoutOwnFrames(T error) {
        cut(error, Collections.newSetFromMap(new IdentityHashMap<Throwable, Boolean>()));
        return error;
    }

    private static void cut(Throwable error, Set<Throwable> seen) {
        if (!seen.add(error)) {
            return;
        }

        StackTraceElement[] trace = error.getStackTrace();
        for (int i = 0; i < trace.length; i++) {
            if (trace[i].getClassName().startsWith(OWN_PACKAGE)) {
                StackTraceElement[] kept = new StackTraceElement[i];
                System.arraycopy(trace, 0, kept, 0, i);
                error.setStackTrace(kept);
                break;
            }
        }

        if (error.getCause() != null) {
            cut(error.getCause(), seen);
        }

        for (Throwable suppressed : error.getSuppressed()) {
            cut(suppressed, seen);
        }
    }
}
