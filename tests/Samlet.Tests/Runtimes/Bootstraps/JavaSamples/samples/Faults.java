package samples;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import java.io.IOError;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.crac.Core;
import org.crac.Resource;

/** What can go wrong, and what a function learns of its surroundings. */
public class Faults {
    private static final CountDownLatch TOGETHER = new CountDownLatch(2);
    private static int calls;

    public static class Custom extends Exception {
        private static final long serialVersionUID = 1;

        public Custom(String message, Throwable cause) {
            super(message, cause);
        }
    }

    public String fail(String text) throws Custom {
        throw new Custom(text, new IllegalArgumentException("inner"));
    }

    public String noMessage(String text) {
        throw new IllegalStateException();
    }

    public String overflow(String text) {
        return overflow(text);
    }

    public String memory(String text) {
        throw new OutOfMemoryError("pretended");
    }

    public String inputOutput(String text) {
        throw new IOError(new IOException("disk"));
    }

    public String error(String text) {
        throw new AssertionError("only an error");
    }

    public String exit(String code) {
        System.exit(Integer.parseInt(code));
        return "never";
    }

    public int count(String text) {
        if (text.equals("fail")) {
            throw new IllegalStateException("once");
        }

        return ++calls;
    }

    public Map<String, Object> context(Object event, Context context) {
        Map<String, Object> all = new LinkedHashMap<String, Object>();
        all.put("awsRequestId", context.getAwsRequestId());
        all.put("logGroupName", context.getLogGroupName());
        all.put("logStreamName", context.getLogStreamName());
        all.put("functionName", context.getFunctionName());
        all.put("functionVersion", context.getFunctionVersion());
        all.put("invokedFunctionArn", context.getInvokedFunctionArn());
        all.put("memoryLimitInMB", context.getMemoryLimitInMB());
        all.put("remaining", context.getRemainingTimeInMillis() > 50000 && context.getRemainingTimeInMillis() <= 60000);
        all.put("identity", context.getIdentity() == null ? "null" : context.getIdentity().getIdentityId());
        all.put("clientContext", clientOf(context.getClientContext()));
        all.put("tenantId", String.valueOf(context.getTenantId()));
        all.put("xrayTraceId", context.getXrayTraceId());
        all.put("traceProperty", String.valueOf(System.getProperty("com.amazonaws.xray.traceHeader")));
        all.put("traceVariable", String.valueOf(System.getenv("_X_AMZN_TRACE_ID")));
        all.put("sameLogger", context.getLogger() == LambdaRuntime.getLogger());
        return all;
    }

    private static Object clientOf(ClientContext client) {
        return client == null ? "null"
                : client.getClient().getAppTitle() + client.getCustom() + client.getEnvironment();
    }

    public String log(String text, Context context) {
        System.out.println("out \u00e9");
        context.getLogger().log("raw\n");
        context.getLogger().log("warned\n", LogLevel.WARN);
        context.getLogger().log("debugged\n", LogLevel.DEBUG);
        context.getLogger().log("bytes\n".getBytes());
        LambdaRuntime.getLogger().log("global\n");
        return text;
    }

    public String interrupt(String text) {
        boolean was = Thread.currentThread().isInterrupted();
        Thread.currentThread().interrupt();
        return String.valueOf(was);
    }

    /** Answers only when two run at once. */
    public String together(String text) throws InterruptedException {
        TOGETHER.countDown();
        TOGETHER.await();
        return Thread.currentThread().getName() + System.getProperty("com.amazonaws.xray.traceHeader");
    }

    public static class Hooks implements Resource {
        private static final StringBuilder CALLS = new StringBuilder();
        private static final Hooks FIRST = new Hooks("1");
        private static final Hooks SECOND = new Hooks("2");

        private final String name;

        public Hooks() {
            name = "";
        }

        private Hooks(String name) {
            this.name = name;
            Core.getGlobalContext().register(this);
        }

        @Override
        public void beforeCheckpoint(org.crac.Context<? extends Resource> context) throws Exception {
            CALLS.append("b").append(name);
            if ("before".equals(System.getenv("FAILS"))) {
                throw new IllegalStateException("before");
            }
        }

        @Override
        public void afterRestore(org.crac.Context<? extends Resource> context) throws Exception {
            CALLS.append("a").append(name);
            if ("after".equals(System.getenv("FAILS"))) {
                throw new IllegalStateException("after");
            }
        }

        public String calls() {
            return CALLS.toString() + FIRST.name + SECOND.name;
        }
    }
}
