package samlet.bootstrap.json;

import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.JsonMappingException;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

/** A member of a JSON object and what reads and writes it: getter before field, setter before field. */
final class BeanProperty {
    final String name;

    /** What a value is bound to when it is read from JSON. */
    BoundType type;

    Method getter;
    Method setter;

    /** Public fields only. */
    Field field;

    /** A date in seconds, as the events of AWS have it. */
    boolean isInSeconds;

    /** The component of a record that it is, else -1. */
    int component = -1;

    BeanProperty(String name) {
        this.name = name;
    }

    BeanProperty named(String other) {
        BeanProperty copy = new BeanProperty(other);
        copy.getter = getter;
        copy.field = field;
        copy.type = type;
        copy.isInSeconds = isInSeconds;
        return copy;
    }

    boolean isReadable() {
        return getter != null || field != null;
    }

    boolean isWritable() {
        return setter != null || component >= 0 || field != null;
    }

    Object get(Object owner) throws Exception {
        try {
            return getter == null ? open(field).get(owner) : open(getter).invoke(owner);
        } catch (InvocationTargetException error) {
            throw wrap(error.getCause(), owner);
        }
    }

    void set(Object owner, Object value) throws java.io.IOException {
        try {
            if (setter == null) {
                open(field).set(owner, value);
            } else {
                open(setter).invoke(owner, value);
            }
        } catch (InvocationTargetException error) {
            throw new JsonMappingException(String.valueOf(error.getCause().getMessage()), error.getCause());
        } catch (IllegalAccessException error) {
            throw new JsonMappingException(error.getMessage(), error);
        } catch (IllegalArgumentException error) {
            throw new JsonMappingException(error.getMessage(), error);
        }
    }

    private JsonMappingException wrap(Throwable cause, Object owner) {
        return cause instanceof JsonMappingException
                ? (JsonMappingException) cause
                : new JsonMappingException(String.valueOf(cause.getMessage()), cause)
                        .at(owner.getClass(), "\"" + name + "\"");
    }

    /** Classes of the platform are closed to this; it is needed only for what is not public, or final. */
    static <T extends AccessibleObject & Member> T open(T member) {
        if (!Modifier.isPublic(member.getModifiers())
                || Modifier.isFinal(member.getModifiers()) && member instanceof Field
                || !Modifier.isPublic(member.getDeclaringClass().getModifiers())) {
            member.setAccessible(true);
        }

        return member;
    }
}
