package samlet.bootstrap;

import com.amazonaws.services.lambda.runtime.Context;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import samlet.bootstrap.json.BoundType;

/** Chooses among the overloads of a method the one that the service would call. */
final class HandlerMethod {
    private HandlerMethod() {
    }

    static Handler load(Class<?> type, String name) throws Throwable {
        Method[] methods;
        try {
            methods = type.getMethods();
        } catch (NoClassDefFoundError error) {
            throw new Fault("Error loading method " + name + " on class " + type.getName(),
                    error.getClass().getName(), Fault.traceOf(error), false);
        }

        for (Method method : sorted(methods, name)) {
            String objection = objectionTo(method);
            if (objection == null) {
                return handlerOf(type, method);
            }

            System.err.println(objection);
        }

        throw Fault.of("No public method named " + name
                + " with appropriate method signature found on class " + type.getName());
    }

    /** The preferred ones first: bridges last, then longer signatures before shorter ones. */
    private static List<Method> sorted(Method[] methods, String name) {
        List<Method> found = new ArrayList<Method>();
        for (Method method : methods) {
            if (method.getName().equals(name)) {
                int place = found.size();
                while (place > 0 && isBetter(method, found.get(place - 1))) {
                    place--;
                }

                found.add(place, method);
            }
        }

        return found;
    }

    private static boolean isBetter(Method one, Method other) {
        return one.isBridge() == other.isBridge() ? weightOf(one) > weightOf(other) : other.isBridge();
    }

    /** A Context at the end counts as two parameters. */
    private static int weightOf(Method method) {
        Class<?>[] types = method.getParameterTypes();
        return types.length + (types.length > 0 && types[types.length - 1] == Context.class ? 1 : 0);
    }

    /** Why a signature is not taken, in the words of the service; null when it is. */
    private static String objectionTo(Method method) {
        Class<?>[] types = method.getParameterTypes();
        switch (types.length) {
            case 0:
            case 1:
                return null;
            case 2:
                return objectionTo(types[0], types[1]);
            case 3:
                return types[0] == InputStream.class && types[1] == OutputStream.class && types[2] == Context.class
                        ? null
                        : "Ignoring three-argument overload because argument signature is not "
                                + "(InputStream, OutputStream, Context";
            default:
                return "Ignoring an overload of method " + method.getName()
                        + " because it has too many parameters: Expected at most 3, got " + types.length;
        }
    }

    private static String objectionTo(Class<?> first, Class<?> second) {
        if (first == Context.class) {
            return "Ignoring two-argument overload because first argument type is Context";
        }

        if (second == Context.class || (first == InputStream.class && second == OutputStream.class)) {
            return null;
        }

        return first == OutputStream.class
                ? "Ignoring two-argument overload because first argument type is OutputStream "
                        + "and second argument type is not Context"
                : first == InputStream.class
                ? "Ignoring two-argument overload because second parameter type, " + second.getName()
                        + ", is not OutputStream."
                : "Ignoring two-argument overload because second parameter type is not Context";
    }

    private static Handler handlerOf(Class<?> type, Method method) throws Throwable {
        Object instance = Modifier.isStatic(method.getModifiers()) ? null : HandlerLoader.newInstance(type);
        Class<?>[] types = method.getParameterTypes();
        if (types.length > 0 && (types[0] == InputStream.class || types[0] == OutputStream.class)) {
            return new Handler.OfStreamMethod(instance, method);
        }

        boolean takesEvent = types.length > 0 && types[0] != Context.class;
        boolean takesContext = types.length > 0 && types[types.length - 1] == Context.class;
        BoundType owner = BoundType.of(type);
        return new Handler.OfMethod(
                instance,
                method,
                takesContext,
                takesEvent ? Codec.inputOf(owner.resolve(method.getGenericParameterTypes()[0], method)) : null,
                Codec.outputOf(owner.resolve(method.getGenericReturnType(), method)));
    }
}
