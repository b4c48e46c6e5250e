package samlet.bootstrap.json;

import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Numbers, booleans, characters and constants of enumerations, from whatever JSON spells them with. */
final class Scalars {
    private Scalars() {
    }

    static Object read(JsonInput in, Class<?> raw, int next) throws IOException {
        if (raw == boolean.class || raw == Boolean.class) {
            return readBoolean(in, raw, next);
        }

        if (raw == char.class || raw == Character.class) {
            return readCharacter(in, raw, next);
        }

        String where = in.where();
        switch (next) {
            case '"':
                String text = in.string().trim();
                if (text.isEmpty()) {
                    return Nulls.of(raw);
                }

                try {
                    return convert(text, raw, where);
                } catch (NumberFormatException error) {
                    throw new InvalidFormatException("Cannot deserialize value of type `" + raw.getName()
                            + "` from String \"" + text + "\": not a valid " + nameOf(raw) + where);
                }
            case '{':
            case 't':
            case 'f':
                throw mismatch(in, raw, next);
            default:
                return convert(in.number(), raw, where);
        }
    }

    private static Object convert(String number, Class<?> raw, String where) throws IOException {
        if (raw == double.class || raw == Double.class) {
            return Double.valueOf(number);
        }

        if (raw == float.class || raw == Float.class) {
            return Float.valueOf(number);
        }

        if (raw == BigDecimal.class) {
            return new BigDecimal(number);
        }

        if (raw == Number.class) {
            return JsonDecoder.numberOf(number);
        }

        if (raw == BigInteger.class) {
            return JsonDecoder.isFraction(number) ? new BigDecimal(number).toBigInteger() : new BigInteger(number);
        }

        return integerOf(number, raw, where);
    }

    private static Object integerOf(String number, Class<?> raw, String where) throws IOException {
        BigInteger value = JsonDecoder.isFraction(number) ? new BigDecimal(number).toBigInteger()
                : number.length() < 10 ? null : new BigInteger(number);
        int bits = raw == int.class || raw == Integer.class || raw == AtomicInteger.class ? 32
                : raw == short.class || raw == Short.class ? 16
                : raw == byte.class || raw == Byte.class ? 8 : 64;
        long bound = 1L << (bits - 1);
        long plain = value == null ? Long.parseLong(number) : value.longValue();
        boolean isByte = bits == 8; // Jackson lets bytes have the values of unsigned ones.
        if ((value != null && value.bitLength() > 63)
                || (bits < 64 && (plain < -bound || plain >= (isByte ? 256 : bound)))) {
            throw new MismatchedInputException("Numeric value (" + number + ") out of range of "
                    + (bits == 32 ? "int (-2147483648 - 2147483647)"
                    : bits == 64 ? "long (-9223372036854775808 - 9223372036854775807)" : "`" + raw.getName() + "`")
                    + where);
        }

        return bits == 32 ? (raw == AtomicInteger.class ? new AtomicInteger((int) plain) : (Object) (int) plain)
                : bits == 16 ? (Object) (short) plain
                : isByte ? (Object) (byte) plain
                : raw == AtomicLong.class ? new AtomicLong(plain) : (Object) plain;
    }

    private static Object readBoolean(JsonInput in, Class<?> raw, int next) throws IOException {
        String where = in.where();
        switch (next) {
            case 't':
            case 'f':
                return in.bool();
            case '{':
                throw mismatch(in, raw, next);
            case '"':
                String text = in.string().trim();
                if (text.isEmpty()) {
                    return Nulls.of(raw);
                }

                if (text.equals("true") || text.equals("True") || text.equals("TRUE")) {
                    return true;
                }

                if (text.equals("false") || text.equals("False") || text.equals("FALSE")) {
                    return false;
                }

                throw new InvalidFormatException("Cannot deserialize value of type `" + raw.getName()
                        + "` from String \"" + text + "\": only \"true\" or \"false\" recognized" + where);
            default:
                return new BigDecimal(in.number()).signum() != 0;
        }
    }

    private static Object readCharacter(JsonInput in, Class<?> raw, int next) throws IOException {
        if (next != '"') {
            if (next == '{' || next == 't' || next == 'f') {
                throw mismatch(in, raw, next);
            }

            return (char) Integer.parseInt(in.number());
        }

        String where = in.where();
        String text = in.string();
        if (text.length() > 1) {
            throw new MismatchedInputException("Cannot deserialize value of type `" + raw.getName()
                    + "` from String \"" + text + "\": Expected either Integer value code or 1-character String" + where);
        }

        return text.isEmpty() ? Nulls.of(raw) : (Object) text.charAt(0);
    }

    /** By name, or by position; null for what there is not. */
    static Object readEnum(JsonInput in, Class<?> raw, int next) throws IOException {
        Class<?> type = raw.isEnum() || raw.getSuperclass() == null ? raw : raw.getSuperclass();
        Object[] constants = type.getEnumConstants();
        if (next == '"') {
            return constantOf(constants, in.string().trim());
        }

        if (next == '{' || next == 't' || next == 'f') {
            throw mismatch(in, raw, next);
        }

        String number = in.number();
        int place = JsonDecoder.isFraction(number) ? -1 : new BigInteger(number).intValue();
        return place >= 0 && place < constants.length ? constants[place] : null;
    }

    static Object constantOf(Object[] constants, String name) {
        for (Object constant : constants) {
            if (((Enum<?>) constant).name().equals(name)) {
                return constant;
            }
        }

        return null;
    }

    private static MismatchedInputException mismatch(JsonInput in, Class<?> raw, int next) {
        return new MismatchedInputException("Cannot deserialize value of type `" + raw.getName() + "` from "
                + (next == '{' ? "Object value (token `JsonToken.START_OBJECT`)"
                : "Boolean value (token `JsonToken.VALUE_" + (next == 't' ? "TRUE" : "FALSE") + "`)") + in.where());
    }

    private static String nameOf(Class<?> raw) {
        return "`" + raw.getName() + "` value";
    }
}
