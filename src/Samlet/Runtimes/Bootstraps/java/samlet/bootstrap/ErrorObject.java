package samlet.bootstrap;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Set;
import samlet.bootstrap.json.JsonOutput;

/** The objects that tell the caller and X-Ray of an error. */
final class ErrorObject {
    private ErrorObject() {
    }

    /** `{"errorMessage","errorType"}`. */
    static Bytes of(Fault fault) {
        JsonOutput out = new JsonOutput(256);
        out.beginObject();
        out.member("errorMessage", fault.getMessage());
        if (fault.type != null) {
            out.member("errorType", fault.type);
        }

        return out.endObject().bytes();
    }

    /** `{"errorMessage","errorType","stackTrace":[..],"cause":{the same}}`. */
    static Bytes of(Throwable error) {
        JsonOutput out = new JsonOutput(1024);
        write(out, Fault.withoutOwnFrames(error),
                Collections.newSetFromMap(new IdentityHashMap<Throwable, Boolean>()));
        return out.bytes();
    }

    private static void write(JsonOutput out, Throwable error, Set<Throwable> seen) {
        seen.add(error);
        out.beginObject();
        out.member("errorMessage", Fault.messageOf(error));
        out.member("errorType", error.getClass().getName());
        out.name("stackTrace").beginArray();
        for (StackTraceElement frame : error.getStackTrace()) {
            out.value(frame.toString());
        }

        out.endArray();
        Throwable cause = error.getCause();
        if (cause != null && !seen.contains(cause)) {
            out.name("cause");
            write(out, cause, seen);
        }

        out.endObject();
    }

    /** The exception as X-Ray takes it. */
    static Bytes causeOf(Throwable error) {
        JsonOutput out = new JsonOutput(1024);
        Set<String> files = new LinkedHashSet<String>();
        out.beginObject();
        out.member("working_directory", System.getProperty("user.dir"));
        out.name("exceptions").beginArray().beginObject();
        out.member("message", error.getMessage());
        out.member("type", error.getClass().getName());
        out.name("stack").beginArray();
        for (StackTraceElement frame : error.getStackTrace()) {
            String file = fileOf(frame);
            files.add(file);
            out.beginObject();
            out.member("label", frame.getMethodName());
            out.member("path", file);
            out.name("line").number(frame.getLineNumber());
            out.endObject();
        }

        out.endArray().endObject().endArray();
        out.name("paths").beginArray();
        for (String file : files) {
            out.value(file);
        }

        return out.endArray().endObject().bytes();
    }

    private static String fileOf(StackTraceElement frame) {
        if (frame.getFileName() != null) {
            return frame.getFileName();
        }

        String name = frame.getClassName();
        return name.substring(name.lastIndexOf('.') + 1) + ".java";
    }
}
