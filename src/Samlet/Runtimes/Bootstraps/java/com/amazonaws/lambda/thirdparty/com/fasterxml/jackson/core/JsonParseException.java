package com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.core;

import java.io.IOException;

/** Named as on the service, since it shows in error objects. */
public final class JsonParseException extends IOException {
    private static final long serialVersionUID = 1;

    public JsonParseException(String message) {
        super(message);
    }
}
