package samlet.bootstrap.json;

import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;

/** A class with its type arguments, none of which depends on a type variable any more unless nothing binds it. */
public final class BoundType implements ParameterizedType {
    private static final Type[] NONE = new Type[0];

    /** What a value of any kind is bound to. */
    public static final BoundType OBJECT = new BoundType(Object.class, NONE);

    public final Class<?> raw;
    private final Type[] arguments;

    private BoundType(Class<?> raw, Type[] arguments) {
        this.raw = raw;
        this.arguments = arguments;
    }

    public static BoundType of(Type type) {
        if (type instanceof BoundType) {
            return (BoundType) type;
        }

        if (type instanceof Class) {
            return type == Object.class ? OBJECT : new BoundType((Class<?>) type, NONE);
        }

        if (type instanceof ParameterizedType) {
            ParameterizedType given = (ParameterizedType) type;
            return new BoundType((Class<?>) given.getRawType(), given.getActualTypeArguments());
        }

        if (type instanceof GenericArrayType) {
            BoundType element = of(((GenericArrayType) type).getGenericComponentType());
            return new BoundType(Array.newInstance(element.raw, 0).getClass(), new Type[] {element});
        }

        return type instanceof WildcardType ? of(((WildcardType) type).getUpperBounds()[0])
                : of(((TypeVariable<?>) type).getBounds()[0]);
    }

    /** The type of the elements of an array. */
    public BoundType element() {
        return arguments.length == 1 ? of(arguments[0]) : of(raw.getComponentType());
    }

    /** The arguments that this type gives an interface or class it derives from; null when they are not known. */
    public Type[] argumentsOf(Class<?> target) {
        BoundType found = as(target);
        return found == null || found.arguments.length == 0 ? null : found.arguments;
    }

    /** One such argument, or Object. */
    public BoundType argumentOf(Class<?> target, int index) {
        Type[] found = argumentsOf(target);
        return found == null ? OBJECT : of(found[index]);
    }

    /** This type seen as one of those it derives from; null when it does not. */
    private BoundType as(Class<?> target) {
        if (raw == target) {
            return this;
        }

        if (!target.isAssignableFrom(raw)) {
            return null;
        }

        if (target.isInterface()) {
            for (Type type : raw.getGenericInterfaces()) {
                BoundType found = of(resolve(type, null)).as(target);
                if (found != null) {
                    return found;
                }
            }
        }

        Type parent = raw.getGenericSuperclass();
        return parent == null ? null : of(resolve(parent, null)).as(target);
    }

    /** A type as it is written in `member`'s class, or in this one's, with the variables that this type binds. */
    public Type resolve(Type type, java.lang.reflect.Member member) {
        Class<?> owner = member == null ? raw : member.getDeclaringClass();
        if (type instanceof Class) {
            return type;
        }

        BoundType view = owner == raw ? this : as(owner);
        return view == null ? type : view.bind(type);
    }

    private Type bind(Type type) {
        if (type instanceof TypeVariable) {
            TypeVariable<?>[] variables = raw.getTypeParameters();
            for (int i = 0; i < variables.length && i < arguments.length; i++) {
                if (variables[i].equals(type)) {
                    return arguments[i];
                }
            }

            return type;
        }

        if (type instanceof ParameterizedType) {
            ParameterizedType given = (ParameterizedType) type;
            Type[] bound = given.getActualTypeArguments();
            for (int i = 0; i < bound.length; i++) {
                bound[i] = bind(bound[i]);
            }

            return new BoundType((Class<?>) given.getRawType(), bound);
        }

        if (type instanceof GenericArrayType) {
            BoundType element = of(bind(((GenericArrayType) type).getGenericComponentType()));
            return new BoundType(Array.newInstance(element.raw, 0).getClass(), new Type[] {element});
        }

        return type instanceof WildcardType ? bind(((WildcardType) type).getUpperBounds()[0]) : type;
    }

    @Override
    public Type[] getActualTypeArguments() {
        return arguments.clone();
    }

    @Override
    public Type getRawType() {
        return raw;
    }

    @Override
    public Type getOwnerType() {
        return raw.getDeclaringClass();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BoundType && ((BoundType) other).raw == raw
                && Arrays.equals(((BoundType) other).arguments, arguments);
    }

    @Override
    public int hashCode() {
        return raw.hashCode() * 31 + Arrays.hashCode(arguments);
    }

    /** As Jackson names it in its messages. */
    @Override
    public String toString() {
        if (raw.isArray()) {
            return element() + "[]";
        }

        if (arguments.length == 0) {
            return raw.getName();
        }

        StringBuilder text = new StringBuilder(raw.getName()).append('<');
        for (int i = 0; i < arguments.length; i++) {
            text.append(i == 0 ? "" : ",").append(of(arguments[i]));
        }

        return text.append('>').toString();
    }
}
