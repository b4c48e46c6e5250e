package samlet.bootstrap;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/** A function, ready to be called with events. */
abstract class Handler {
    private static final int OUTPUT_SIZE = 1024;

    /** The bytes of the response. */
    abstract Bytes call(Invocation invocation) throws Throwable;

    /** Fails each time in the same way. */
    static final class Faulty extends Handler {
        private final Fault fault;

        Faulty(Fault fault) {
            this.fault = fault;
        }

        @Override
        Bytes call(Invocation invocation) {
            throw fault;
        }
    }

    /** Takes an event as an object and returns another. */
    abstract static class OfObjects extends Handler {
        private final Codec.Input input;
        private final Codec.Output output;

        OfObjects(Codec.Input input, Codec.Output output) {
            this.input = input;
            this.output = output;
        }

        abstract Object handle(Object event, Context context) throws Throwable;

        @Override
        final Bytes call(Invocation invocation) throws Throwable {
            FunctionContext context = FunctionContext.of(invocation);
            Object event = input == null ? null : parse(invocation.event);
            Object answer = handle(event, context);
            return output == null ? Bytes.of("null") : serialize(answer);
        }

        private Object parse(byte[] event) {
            try {
                return input.read(event);
            } catch (Throwable error) {
                throw new RuntimeException(
                        "An error occurred during JSON parsing", Fault.withoutOwnFrames(error));
            }
        }

        private Bytes serialize(Object answer) {
            try {
                Bytes bytes = new Bytes(OUTPUT_SIZE);
                output.write(answer, bytes);
                return bytes;
            } catch (Throwable error) {
                throw new RuntimeException("An error occurred during JSON serialization of response", error);
            }
        }
    }

    static final class OfRequests extends OfObjects {
        private final RequestHandler<Object, Object> handler;

        OfRequests(RequestHandler<Object, Object> handler, Codec.Input input, Codec.Output output) {
            super(input, output);
            this.handler = handler;
        }

        @Override
        Object handle(Object event, Context context) {
            return handler.handleRequest(event, context);
        }
    }

    /** A method that takes `(I, Context)` or less. */
    static final class OfMethod extends OfObjects {
        private final Object instance;
        private final Method method;
        private final boolean takesEvent;
        private final boolean takesContext;

        OfMethod(Object instance, Method method, boolean takesContext, Codec.Input input, Codec.Output output) {
            super(input, output);
            this.instance = instance;
            this.method = method;
            this.takesEvent = input != null;
            this.takesContext = takesContext;
        }

        @Override
        Object handle(Object event, Context context) throws Throwable {
            Object[] arguments = new Object[(takesEvent ? 1 : 0) + (takesContext ? 1 : 0)];
            if (takesEvent) {
                arguments[0] = event;
            }

            if (takesContext) {
                arguments[arguments.length - 1] = context;
            }

            return invoke(method, instance, arguments);
        }
    }

    static final class OfStreams extends Handler {
        private final RequestStreamHandler handler;

        OfStreams(RequestStreamHandler handler) {
            this.handler = handler;
        }

        @Override
        Bytes call(Invocation invocation) throws Throwable {
            Bytes output = new Bytes(OUTPUT_SIZE);
            handler.handleRequest(
                    new ByteArrayInputStream(invocation.event), output, FunctionContext.of(invocation));
            return output;
        }
    }

    /** A method that takes `(InputStream, OutputStream, Context)` or less. */
    static final class OfStreamMethod extends Handler {
        private final Object instance;
        private final Method method;

        OfStreamMethod(Object instance, Method method) {
            this.instance = instance;
            this.method = method;
        }

        @Override
        Bytes call(Invocation invocation) throws Throwable {
            Bytes output = new Bytes(OUTPUT_SIZE);
            Class<?>[] types = method.getParameterTypes();
            Object[] arguments = new Object[types.length];
            for (int i = 0; i < types.length; i++) {
                arguments[i] = types[i] == Context.class ? FunctionContext.of(invocation)
                        : types[i] == java.io.OutputStream.class ? output
                        : new ByteArrayInputStream(invocation.event);
            }

            invoke(method, instance, arguments);
            return output;
        }
    }

    private static Object invoke(Method method, Object instance, Object[] arguments) throws Throwable {
        try {
            return method.invoke(instance, arguments);
        } catch (InvocationTargetException error) {
            throw error.getCause() == null ? error : error.getCause();
        }
    }
}
