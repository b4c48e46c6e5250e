package samlet.bootstrap.json;

import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.JsonMappingException;
import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.util.Base64;
import java.util.Date;
import java.util.Iterator;
import java.util.Map;

/**
 * Objects to JSON as Jackson does it in the configuration of the service: members in the order of their declaration,
 * nulls left out, beans without properties as `{}`.
 */
public final class JsonEncoder {
    /** Jackson's own limit; what is nested deeper is nested without end. */
    private static final int MAXIMUM_DEPTH = 1000;

    private final JsonOutput out;
    private int depth;

    private JsonEncoder(JsonOutput out) {
        this.out = out;
    }

    /** The declared type decides which properties the outermost object has; its errors are unchecked ones. */
    public static void encode(Object value, BoundType declared, JsonOutput out) {
        try {
            JsonEncoder encoder = new JsonEncoder(out);
            if (value != null && declared.raw != value.getClass() && declared.raw.isInstance(value)
                    && isBean(declared.raw) && isBean(value.getClass())) {
                encoder.writeBean(value, declared);
            } else {
                encoder.write(value);
            }
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        } catch (RuntimeException error) {
            throw error;
        } catch (Exception error) {
            throw new UncheckedIOException(new JsonMappingException(error.getMessage(), error));
        }
    }

    private static boolean isBean(Class<?> raw) {
        return raw != Object.class && !Map.class.isAssignableFrom(raw) && !Iterable.class.isAssignableFrom(raw)
                && !Iterator.class.isAssignableFrom(raw) && !raw.isArray() && !raw.isPrimitive()
                && !Enum.class.isAssignableFrom(raw) && !Number.class.isAssignableFrom(raw)
                && !CharSequence.class.isAssignableFrom(raw) && raw != Boolean.class && raw != Character.class
                && raw != java.io.Serializable.class && raw != Comparable.class && !StandardTypes.knows(raw);
    }

    void write(Object value) throws Exception {
        if (value == null) {
            out.raw("null");
        } else if (value instanceof String || value instanceof Character) {
            out.value(value.toString());
        } else if (value instanceof Double || value instanceof Float) {
            writeFraction(((Number) value).doubleValue(), value.toString());
        } else if (value instanceof Boolean
                || value instanceof Number && value.getClass().getName().startsWith("java.")) {
            out.raw(value.toString());
        } else if (value instanceof Map) {
            writeMap((Map<?, ?>) value);
        } else if (value instanceof Enum) {
            out.value(((Enum<?>) value).name());
        } else if (StandardTypes.knows(value.getClass())) {
            StandardTypes.write(this, out, value);
        } else if (value instanceof Iterable) {
            writeElements(((Iterable<?>) value).iterator(), value);
        } else if (value instanceof Iterator) {
            writeElements((Iterator<?>) value, value);
        } else if (value.getClass().isArray()) {
            writeArray(value);
        } else if (value instanceof Map.Entry) {
            writeEntry((Map.Entry<?, ?>) value);
        } else if (value instanceof CharSequence) {
            out.value(value.toString());
        } else {
            writeBean(value, BoundType.of(value.getClass()));
        }
    }

    private void writeFraction(double value, String text) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            out.value(text);
        } else {
            out.raw(text);
        }
    }

    private void writeBean(Object value, BoundType type) throws Exception {
        enter();
        out.beginObject();
        for (BeanProperty property : BeanModel.of(type).readable()) {
            Object member = property.get(value);
            if (member == value) {
                throw new InvalidDefinitionException("Direct self-reference leading to cycle")
                        .at(value.getClass(), "\"" + property.name + "\"");
            }

            if (member != null) {
                out.name(property.name);
                Object written = property.isInSeconds ? (Object) (((Date) member).getTime() / 1000.0) : member;
                writeMember(written, value, "\"" + property.name + "\"");
            }
        }

        out.endObject();
        depth--;
    }

    private void writeMap(Map<?, ?> map) throws Exception {
        enter();
        out.beginObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (entry.getKey() == null) {
                throw new JsonMappingException(
                        "Null key for a Map not allowed in JSON (use a converting NullKeySerializer?)");
            }

            if (entry.getValue() != null) {
                String name = nameOf(entry.getKey());
                out.name(name);
                writeMember(entry.getValue(), map, "\"" + name + "\"");
            }
        }

        out.endObject();
        depth--;
    }

    private static String nameOf(Object key) {
        return key instanceof Enum ? ((Enum<?>) key).name()
                : key instanceof Class ? ((Class<?>) key).getName()
                : key.toString();
    }

    private void writeEntry(Map.Entry<?, ?> entry) throws Exception {
        out.beginObject();
        if (entry.getValue() != null) {
            out.name(String.valueOf(entry.getKey()));
            write(entry.getValue());
        }

        out.endObject();
    }

    private void writeElements(Iterator<?> elements, Object owner) throws Exception {
        enter();
        out.beginArray();
        for (int i = 0; elements.hasNext(); i++) {
            writeMember(elements.next(), owner, Integer.toString(i));
        }

        out.endArray();
        depth--;
    }

    private void writeArray(Object array) throws Exception {
        if (array instanceof byte[]) {
            out.value(Base64.getEncoder().encodeToString((byte[]) array));
            return;
        }

        if (array instanceof char[]) {
            out.value(new String((char[]) array));
            return;
        }

        enter();
        out.beginArray();
        int length = Array.getLength(array);
        for (int i = 0; i < length; i++) {
            writeMember(Array.get(array, i), array, Integer.toString(i));
        }

        out.endArray();
        depth--;
    }

    private void writeMember(Object value, Object owner, String step) throws Exception {
        try {
            write(value);
        } catch (JsonMappingException error) {
            throw error.at(owner.getClass(), step);
        }
    }

    private void enter() throws JsonMappingException {
        if (++depth > MAXIMUM_DEPTH) {
            throw new JsonMappingException("Infinite recursion (StackOverflowError)");
        }
    }
}
