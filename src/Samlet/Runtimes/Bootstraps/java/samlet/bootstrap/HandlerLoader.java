package samlet.bootstrap;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import samlet.bootstrap.json.BoundType;

/** Finds what `package.Class` or `package.Class::method` names, and makes the one instance. */
final class HandlerLoader {
    private HandlerLoader() {
    }

    /** A fault that is thrown ends the init phase; every other shows when the function is called. */
    static Handler load(String name) throws Exception {
        int separator = name.lastIndexOf("::");
        String className = separator < 0 ? name : name.substring(0, separator);
        String methodName = separator < 0 ? null : name.substring(separator + 2);
        if (className.isEmpty() || (methodName != null && methodName.isEmpty())) {
            return new Handler.Faulty(Fault.of("Invalid handler: `" + name + "'"));
        }

        Class<?> type;
        try {
            type = Class.forName(className, true, ClassLoader.getSystemClassLoader());
        } catch (ClassNotFoundException error) {
            return new Handler.Faulty(new Fault(
                    "Class not found: " + className, error.getClass().getName(), Fault.traceOf(error), false));
        } catch (NoClassDefFoundError error) {
            return new Handler.Faulty(notLoaded(className, error));
        } catch (Throwable error) {
            throw notLoaded(className, error);
        }

        return load(type, methodName);
    }

    private static Fault notLoaded(String className, Throwable error) {
        String reason = error.getMessage() == null ? "" : ": " + error.getMessage();
        return new Fault(
                "Error loading class " + className + reason, error.getClass().getName(), Fault.traceOf(error), true);
    }

    private static Handler load(Class<?> type, String methodName) {
        try {
            if (methodName == null || methodName.equals("handleRequest")) {
                if (RequestStreamHandler.class.isAssignableFrom(type)) {
                    return new Handler.OfStreams((RequestStreamHandler) newInstance(type));
                }

                if (RequestHandler.class.isAssignableFrom(type)) {
                    return requestHandler(type);
                }
            }

            return methodName == null
                    ? new Handler.Faulty(Fault.of(
                            "Class does not implement an appropriate handler interface: " + type.getName()))
                    : HandlerMethod.load(type, methodName);
        } catch (Fault fault) {
            if (fault.isFatal) {
                throw fault;
            }

            return new Handler.Faulty(fault);
        } catch (Throwable error) {
            return new Handler.Faulty(Fault.of(error));
        }
    }

    @SuppressWarnings("unchecked")
    private static Handler requestHandler(Class<?> type) throws Throwable {
        Type[] arguments = BoundType.of(type).argumentsOf(RequestHandler.class);
        if (arguments == null) {
            throw Fault.of("Class " + type.getName()
                    + " does not implement RequestHandler with concrete type parameters");
        }

        for (Type argument : arguments) {
            if (argument instanceof TypeVariable && !hasBound((TypeVariable<?>) argument)) {
                throw Fault.of("Class " + type.getName()
                        + " does not implement RequestHandler with concrete type parameters: parameter "
                        + argument + " has no upper bound.");
            }
        }

        return new Handler.OfRequests(
                (RequestHandler<Object, Object>) newInstance(type),
                Codec.inputOf(arguments[0]),
                Codec.outputOf(arguments[1]));
    }

    private static boolean hasBound(TypeVariable<?> variable) {
        for (Type bound : variable.getBounds()) {
            if (bound != Object.class) {
                return true;
            }
        }

        return false;
    }

    static Object newInstance(Class<?> type) throws Throwable {
        Constructor<?> constructor;
        try {
            constructor = type.getConstructor();
        } catch (NoSuchMethodException error) {
            throw type.getEnclosingClass() != null && !Modifier.isStatic(type.getModifiers())
                    ? new Exception("Class " + type.getName()
                            + " cannot be instantiated because it is a non-static inner class")
                    : new Exception("Class " + type.getName() + " has no public zero-argument constructor", error);
        }

        try {
            return constructor.newInstance();
        } catch (InvocationTargetException error) {
            throw Fault.of(error.getCause() == null ? error : error.getCause(), true);
        }
    }
}
