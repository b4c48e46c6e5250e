package samlet.bootstrap;

/** Gives the request ID to the appenders of aws-lambda-java-log4j and its successor, by log4j's own context. */
final class Log4j {
    private Log4j() {
    }

    static void tell(String requestId) {
        boolean isTold = put("org.apache.log4j.MDC", Object.class, requestId);
        isTold |= put("org.apache.logging.log4j.ThreadContext", String.class, requestId);
        if (!isTold) {
            System.err.println("Customer using log4j appender but unable to load either org.apache.log4j.MDC or "
                    + "org.apache.logging.log4j.ThreadContext. Customer cannot see RequestId in log4j log lines.");
        }
    }

    private static boolean put(String type, Class<?> valueType, String requestId) {
        try {
            Class.forName(type).getMethod("put", String.class, valueType).invoke(null, "AWSRequestId", requestId);
            return true;
        } catch (ReflectiveOperationException error) {
            return false;
        }
    }
}
