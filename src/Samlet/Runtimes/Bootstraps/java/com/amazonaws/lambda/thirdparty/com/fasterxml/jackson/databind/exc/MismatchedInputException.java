package com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.exc;

import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.JsonMappingException;

/** Named as on the service, since it shows in error objects. */
public final class MismatchedInputException extends JsonMappingException {
    private static final long serialVersionUID = 1;

    public MismatchedInputException(String message) {
        super(message);
    }
}
