package samlet.bootstrap.json;

import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.exc.InvalidFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Calendar;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Types of the platform that are one value in JSON. The classes that need many others of the platform stand apart, so
 * that a function that does not use them does not load them.
 */
final class StandardTypes {
    private StandardTypes() {
    }

    static boolean knows(Class<?> raw) {
        String name = raw.getName();
        return name.startsWith("java.") && isKnown(raw, name) || TextTypes.isJoda(name);
    }

    private static boolean isKnown(Class<?> raw, String name) {
        return name.startsWith("java.time.")
                || name.startsWith("java.util.Optional")
                || raw == AtomicBoolean.class
                || raw == AtomicReference.class
                || Date.class.isAssignableFrom(raw)
                || Calendar.class.isAssignableFrom(raw)
                || ByteBuffer.class.isAssignableFrom(raw)
                || TextTypes.knows(raw);
    }

    /** Dates and times may be arrays of their numbers. */
    static boolean takesArray(Class<?> raw) {
        return raw.getName().startsWith("java.time.") || raw == Optional.class || raw == AtomicReference.class;
    }

    static Object read(JsonDecoder decoder, BoundType type, int next) throws IOException {
        Class<?> raw = type.raw;
        String name = raw.getName();
        if (name.startsWith("java.util.Optional") || raw == AtomicReference.class) {
            return readReference(decoder, type);
        }

        if (name.startsWith("java.time.")) {
            return Times.read(decoder, raw, next);
        }

        if (raw == AtomicBoolean.class) {
            return new AtomicBoolean((Boolean) Scalars.read(decoder.input(), boolean.class, next));
        }

        if (Date.class.isAssignableFrom(raw) || Calendar.class.isAssignableFrom(raw)) {
            return readDate(decoder, type, next);
        }

        if (next == '{') {
            throw decoder.mismatch(type, next);
        }

        String where = decoder.input().where();
        String text = next == '"' ? decoder.input().string() : (String) decoder.read(BoundType.of(String.class));
        try {
            return ByteBuffer.class.isAssignableFrom(raw)
                    ? ByteBuffer.wrap(Base64.getMimeDecoder().decode(text))
                    : text.isEmpty() && !TextTypes.takesEmpty(raw) ? null : TextTypes.parse(raw, text);
        } catch (Exception error) {
            throw new InvalidFormatException("Cannot deserialize value of type `" + type + "` from String \"" + text
                    + "\": " + error.getMessage() + where);
        }
    }

    private static Object readReference(JsonDecoder decoder, BoundType type) throws IOException {
        Class<?> raw = type.raw;
        if (raw == OptionalInt.class) {
            return OptionalInt.of((Integer) decoder.read(BoundType.of(int.class)));
        }

        if (raw == OptionalLong.class) {
            return OptionalLong.of((Long) decoder.read(BoundType.of(long.class)));
        }

        if (raw == OptionalDouble.class) {
            return OptionalDouble.of((Double) decoder.read(BoundType.of(double.class)));
        }

        Object value = decoder.read(type.argumentOf(raw, 0));
        return raw == Optional.class ? Optional.ofNullable(value) : new AtomicReference<Object>(value);
    }

    private static Object readDate(JsonDecoder decoder, BoundType type, int next) throws IOException {
        String where = decoder.input().where();
        if (next == '{' || next == 't' || next == 'f') {
            throw decoder.mismatch(type, next);
        }

        Date date;
        if (next == '"') {
            String text = decoder.input().string().trim();
            if (text.isEmpty()) {
                return null;
            }

            try {
                date = Dates.parse(text);
            } catch (Exception error) {
                throw new InvalidFormatException("Cannot deserialize value of type `" + type + "` from String \""
                        + text + "\": not a valid representation (error: Failed to parse Date value '" + text
                        + "': Cannot parse date \"" + text + "\")" + where);
            }
        } else {
            date = new Date((Long) Scalars.read(decoder.input(), long.class, next));
        }

        if (Calendar.class.isAssignableFrom(type.raw)) {
            GregorianCalendar calendar = new GregorianCalendar(Dates.UTC);
            calendar.setTime(date);
            return calendar;
        }

        return type.raw == Date.class ? date : TextTypes.sqlDate(type.raw, date);
    }

    /** Base64 for bytes, the text itself for characters. */
    static Object arrayOf(String text, Class<?> raw) {
        return raw == char[].class ? text.toCharArray() : (Object) Base64.getMimeDecoder().decode(text);
    }

    static void write(JsonEncoder encoder, JsonOutput out, Object value) throws Exception {
        if (value instanceof Date) {
            TextTypes.writeDate(out, (Date) value);
        } else if (value instanceof Calendar) {
            out.number(((Calendar) value).getTimeInMillis());
        } else if (value instanceof ByteBuffer) {
            ByteBuffer copy = ((ByteBuffer) value).duplicate();
            byte[] bytes = new byte[copy.remaining()];
            copy.get(bytes);
            out.value(Base64.getEncoder().encodeToString(bytes));
        } else if (value instanceof AtomicBoolean) {
            out.raw(value.toString());
        } else if (value.getClass().getName().startsWith("java.time.")) {
            Times.write(out, value);
        } else if (value instanceof AtomicReference || value.getClass().getName().startsWith("java.util.Optional")) {
            encoder.write(referred(value));
        } else {
            out.value(TextTypes.format(value));
        }
    }

    private static Object referred(Object value) {
        if (value instanceof AtomicReference) {
            return ((AtomicReference<?>) value).get();
        }

        if (value instanceof Optional) {
            Optional<?> optional = (Optional<?>) value;
            return optional.isPresent() ? optional.get() : null;
        }

        if (value instanceof OptionalInt) {
            OptionalInt optional = (OptionalInt) value;
            return optional.isPresent() ? (Object) optional.getAsInt() : null;
        }

        if (value instanceof OptionalLong) {
            OptionalLong optional = (OptionalLong) value;
            return optional.isPresent() ? (Object) optional.getAsLong() : null;
        }

        OptionalDouble optional = (OptionalDouble) value;
        return optional.isPresent() ? (Object) optional.getAsDouble() : null;
    }
}
