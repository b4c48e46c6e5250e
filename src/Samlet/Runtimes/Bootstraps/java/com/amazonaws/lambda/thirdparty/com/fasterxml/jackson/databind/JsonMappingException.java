package com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind;

import java.io.IOException;

/** Named as on the service, since it shows in error objects. Remembers the way to the value that is at fault. */
public class JsonMappingException extends IOException {
    private static final long serialVersionUID = 1;

    private String path = "";

    public JsonMappingException(String message) {
        super(message);
    }

    public JsonMappingException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Puts a step in front: `pkg.A["x"]` or `java.util.ArrayList[0]`. */
    public final JsonMappingException at(Class<?> owner, String step) {
        path = owner.getName() + "[" + step + "]" + (path.isEmpty() ? "" : "->" + path);
        return this;
    }

    @Override
    public String getMessage() {
        return path.isEmpty() ? super.getMessage() : super.getMessage() + " (through reference chain: " + path + ")";
    }
}
