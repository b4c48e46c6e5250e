package samlet.bootstrap.json;

import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.core.JsonParseException;
import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.JsonMappingException;
import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON to objects as Jackson does it in the configuration of the service: unknown members are ignored, an empty string
 * or array stands for null, one value for an array of it and the reverse, names of constants that do not exist and
 * nulls for primitives are let pass.
 */
public final class JsonDecoder {
    private final JsonInput in;

    private JsonDecoder(byte[] json) {
        in = new JsonInput(json);
    }

    /** The value of a whole text; its errors are unchecked ones, as on the service. */
    public static Object decode(byte[] json, BoundType type) {
        try {
            return new JsonDecoder(json).read(type);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    Object read(BoundType type) throws IOException {
        Class<?> raw = type.raw;
        int next = in.peek();
        if (raw == Object.class || raw == java.io.Serializable.class) {
            return readAny();
        }

        if (next == 'n') {
            in.literal("null");
            return Nulls.of(raw);
        }

        if (Map.class.isAssignableFrom(raw)) {
            return isNoObject(next) ? readOther(type, next) : Containers.readMap(this, type);
        }

        if (Collection.class.isAssignableFrom(raw) || raw == Iterable.class) {
            return in.isEmptyString() ? skipTo(null) : Containers.readCollection(this, type);
        }

        if (raw.isArray() && !isText(raw, next)) {
            return in.isEmptyString() ? skipTo(null) : Containers.readArray(this, type);
        }

        if (next == '[' && !StandardTypes.takesArray(raw)) {
            return unwrap(type);
        }

        return readScalar(type, next);
    }

    JsonInput input() {
        return in;
    }

    private Object readScalar(BoundType type, int next) throws IOException {
        Class<?> raw = type.raw;
        if (raw == String.class) {
            return readText(type, next);
        }

        if (raw.isPrimitive() || raw == Boolean.class || raw == Character.class
                || Number.class.isAssignableFrom(raw) && raw.getName().startsWith("java.")) {
            return in.isEmptyString() && raw != char.class ? skipTo(Nulls.of(raw)) : Scalars.read(in, raw, next);
        }

        if (Enum.class.isAssignableFrom(raw)) {
            return Scalars.readEnum(in, raw, next);
        }

        if (raw.isArray()) {
            return StandardTypes.arrayOf(in.string(), raw);
        }

        if (StandardTypes.knows(raw)) {
            return StandardTypes.read(this, type, next);
        }

        return isNoObject(next) ? readOther(type, next) : readBean(type);
    }

    /** An event that stands for nothing, or one that is wrapped or wrong. */
    private Object readOther(BoundType type, int next) throws IOException {
        if (next == '[') {
            return unwrap(type);
        }

        if (in.isEmptyString()) {
            return skipTo(null);
        }

        throw noCreator(type, next);
    }

    private static boolean isNoObject(int next) {
        return next != '{';
    }

    private static boolean isText(Class<?> raw, int next) {
        return next == '"' && (raw == byte[].class || raw == char[].class);
    }

    private Object skipTo(Object value) throws IOException {
        in.skip();
        return value;
    }

    /** The only element of an array stands for itself, no element for null. */
    private Object unwrap(BoundType type) throws IOException {
        String where = in.where();
        in.beginArray();
        if (!in.nextElement()) {
            return Nulls.of(type.raw);
        }

        Object value = read(type);
        if (in.nextElement()) {
            throw new MismatchedInputException("Attempted to unwrap '" + type + "' value from an array (with "
                    + "`DeserializationFeature.UNWRAP_SINGLE_VALUE_ARRAYS`) but it contains more than one value" + where);
        }

        return value;
    }

    private Object readText(BoundType type, int next) throws IOException {
        switch (next) {
            case '"':
                return in.string();
            case '{':
                throw mismatch(type, next);
            case 't':
            case 'f':
                return Boolean.toString(in.bool());
            default:
                return in.number();
        }
    }

    /** Maps, lists, texts, booleans and the smallest type that holds a number. */
    Object readAny() throws IOException {
        switch (in.peek()) {
            case '{':
                Map<String, Object> members = new LinkedHashMap<String, Object>();
                in.beginObject();
                for (String name = in.nextName(); name != null; name = in.nextName()) {
                    members.put(name, readAny());
                }

                return members;
            case '[':
                List<Object> elements = new ArrayList<Object>();
                in.beginArray();
                while (in.nextElement()) {
                    elements.add(readAny());
                }

                return elements;
            case '"':
                return in.string();
            case 't':
            case 'f':
                return in.bool();
            case 'n':
                in.literal("null");
                return null;
            default:
                return numberOf(in.number());
        }
    }

    static Number numberOf(String text) throws JsonParseException {
        try {
            if (isFraction(text)) {
                return Double.valueOf(text);
            }

            if (text.length() > 18) {
                BigInteger big = new BigInteger(text);
                return big.bitLength() < Long.SIZE ? (Number) big.longValue() : big;
            }

            long value = Long.parseLong(text);
            return value == (int) value ? (Number) (int) value : (Number) value;
        } catch (NumberFormatException error) {
            throw new JsonParseException("Invalid numeric value: " + text);
        }
    }

    static boolean isFraction(String number) {
        return number.indexOf('.') >= 0 || number.indexOf('e') >= 0 || number.indexOf('E') >= 0;
    }

    private Object readBean(BoundType type) throws IOException {
        BeanModel model = BeanModel.of(type);
        BeanModel.Builder builder = model.newBuilder(this);
        in.beginObject();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            BeanProperty property = model.settable(name);
            if (property == null) {
                in.skip();
                continue;
            }

            try {
                builder.set(property, property.isInSeconds ? readSeconds() : read(property.type));
            } catch (JsonMappingException error) {
                throw error.at(type.raw, "\"" + name + "\"");
            }
        }

        return builder.build();
    }

    private Object readSeconds() throws IOException {
        Double seconds = (Double) read(BoundType.of(Double.class));
        return seconds == null ? null : new Date(Math.round(seconds * 1000));
    }

    MismatchedInputException mismatch(BoundType type, int next) {
        return new MismatchedInputException("Cannot deserialize value of type `" + type + "` from " + shapeOf(next)
                + " value (token `JsonToken." + tokenOf(next) + "`)" + in.where());
    }

    private MismatchedInputException noCreator(BoundType type, int next) throws IOException {
        String where = in.where();
        String start = "Cannot construct instance of `" + type + "` (although at least one Creator exists): no ";
        switch (next) {
            case '"':
                return new MismatchedInputException(start + "String-argument constructor/factory method to deserialize "
                        + "from String value ('" + in.string() + "')" + where);
            case 't':
            case 'f':
                return new MismatchedInputException(start + "boolean/Boolean-argument constructor/factory method to "
                        + "deserialize from boolean value (" + in.bool() + ")" + where);
            default:
                String number = in.number();
                return new MismatchedInputException(start + (isFraction(number) ? "double/Double" : "int/Int")
                        + "-argument constructor/factory method to deserialize from Number value (" + number + ")" + where);
        }
    }

    private static String shapeOf(int next) {
        return next == '{' ? "Object" : next == '[' ? "Array" : next == '"' ? "String"
                : next == 't' || next == 'f' ? "Boolean" : "Integer";
    }

    private static String tokenOf(int next) {
        return next == '{' ? "START_OBJECT" : next == '[' ? "START_ARRAY" : next == '"' ? "VALUE_STRING"
                : next == 't' ? "VALUE_TRUE" : next == 'f' ? "VALUE_FALSE" : "VALUE_NUMBER_INT";
    }
}
