package samlet.bootstrap;

import java.io.IOError;

/**
 * Runs a function: finds the handler, asks the Runtime API for events, calls the handler, posts what comes of it.
 * The first argument is the handler as the template names it, the second the descriptor of a connection to the Runtime
 * API, where one is inherited.
 */
public final class Main {
    private static final String TRACE_PROPERTY = "com.amazonaws.xray.traceHeader";

    private final RuntimeApi api;
    private final FunctionLog log;
    private final boolean isConcurrent;

    private Main(RuntimeApi api, FunctionLog log, boolean isConcurrent) {
        this.api = api;
        this.log = log;
        this.isConcurrent = isConcurrent;
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0 && arguments[0].equals("--train")) {
            Training.run();
            return;
        }

        Platform.prepare();
        RuntimeApi api = new RuntimeApi(
                System.getenv("AWS_LAMBDA_RUNTIME_API"), arguments.length > 1 ? arguments[1] : null);
        FunctionLog log = FunctionLog.open();
        String limit = System.getenv("AWS_LAMBDA_MAX_CONCURRENCY");
        Main main = new Main(api, log, limit != null && !limit.isEmpty());
        Handler handler = main.load(arguments[0]);
        if ("snap-start".equals(System.getenv("AWS_LAMBDA_INITIALIZATION_TYPE"))) {
            new Snapshot(api, log).passThrough();
        }

        if (main.isConcurrent) {
            main.runThreads(handler, Integer.parseInt(limit));
        } else {
            main.run(handler, api);
        }
    }

    /** A handler that cannot be made for want of a class is reported when it is called; all else ends the process. */
    private Handler load(String name) throws Exception {
        try {
            return HandlerLoader.load(name);
        } catch (Fault fault) {
            if (!fault.isFatal) {
                return new Handler.Faulty(fault);
            }

            log.report(fault.report());
            api.failInit("Runtime.BadFunctionCode", ErrorObject.of(fault));
            System.exit(1);
            return null;
        }
    }

    /** All threads share the one handler; each has a connection of its own. */
    private void runThreads(final Handler handler, int count) throws InterruptedException {
        log.write("Starting " + count + " concurrent function handler threads.\n");
        Thread[] threads = new Thread[count];
        for (int i = 0; i < count; i++) {
            threads[i] = new Thread("Lambda-Function-" + (i + 1)) {
                @Override
                public void run() {
                    try {
                        Main.this.run(handler, api.another());
                    } catch (Exception error) {
                        log.report(Fault.of(error).report());
                        System.exit(1);
                    }
                }
            };
            threads[i].start();
        }

        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void run(Handler handler, RuntimeApi api) throws Exception {
        boolean goesOn = true;
        while (goesOn) {
            Invocation invocation = api.next();
            publishTrace(invocation.traceId);
            goesOn = answer(handler, invocation, api) || isConcurrent;
        }

        System.exit(0);
    }

    private void publishTrace(String traceId) {
        if (isConcurrent) {
            return;
        }

        if (traceId == null) {
            System.clearProperty(TRACE_PROPERTY);
        } else {
            System.setProperty(TRACE_PROPERTY, traceId);
        }

        Platform.publishTrace(traceId);
    }

    /** False when the virtual machine cannot be trusted any more. */
    private boolean answer(Handler handler, Invocation invocation, RuntimeApi api) throws Exception {
        String report;
        boolean goesOn = true;
        try {
            log.begin(invocation);
            Bytes output = handler.call(invocation);
            api.respond(invocation.id, output);
            Thread.interrupted(); // A flag that the function has set is not the next invocation's.
            return true;
        } catch (Fault fault) {
            goesOn = !fault.isFatal;
            report = fault.report();
            api.fail(invocation.id, "Runtime.BadFunctionCode", ErrorObject.of(fault), null);
        } catch (RuntimeApi.Unreachable error) {
            throw error;
        } catch (Throwable error) {
            goesOn = !(error instanceof VirtualMachineError) && !(error instanceof IOError);
            report = Fault.of(error).report();
            api.fail(invocation.id, "Runtime.UserException", ErrorObject.of(error), ErrorObject.causeOf(error));
        }

        log.report(report);
        return goesOn;
    }
}
