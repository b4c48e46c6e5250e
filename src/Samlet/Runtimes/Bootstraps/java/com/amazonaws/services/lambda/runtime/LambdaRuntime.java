package com.amazonaws.services.lambda.runtime;

import samlet.bootstrap.FunctionLogger;

public final class LambdaRuntime {
    private LambdaRuntime() {
    }

    /** The logger that contexts have as well. */
    public static LambdaLogger getLogger() {
        return FunctionLogger.current();
    }
}
