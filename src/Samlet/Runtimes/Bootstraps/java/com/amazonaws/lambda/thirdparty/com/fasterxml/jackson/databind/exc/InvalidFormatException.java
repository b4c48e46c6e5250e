package com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.exc;

import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.JsonMappingException;

/** Named as on the service, since it shows in error objects. */
public final class InvalidFormatException extends JsonMappingException {
    private static final long serialVersionUID = 1;

    public InvalidFormatException(String message) {
        super(message);
    }
}
