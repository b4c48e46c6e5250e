package samlet.bootstrap.json;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;

/** What null in JSON becomes: zero for primitives, empty for optional values, else null. */
final class Nulls {
    private Nulls() {
    }

    static Object of(Class<?> raw) {
        if (raw.isPrimitive()) {
            return ofPrimitive(raw);
        }

        return raw == Optional.class ? Optional.empty()
                : raw == OptionalInt.class ? OptionalInt.empty()
                : raw == OptionalLong.class ? OptionalLong.empty()
                : raw == OptionalDouble.class ? OptionalDouble.empty()
                : raw == AtomicReference.class ? new AtomicReference<Object>()
                : null;
    }

    private static Object ofPrimitive(Class<?> raw) {
        if (raw == int.class) {
            return 0;
        }

        if (raw == long.class) {
            return 0L;
        }

        if (raw == boolean.class) {
            return false;
        }

        if (raw == double.class) {
            return 0.0;
        }

        if (raw == float.class) {
            return 0.0f;
        }

        return raw == char.class ? (Object) '\0' : raw == short.class ? (Object) (short) 0 : (Object) (byte) 0;
    }
}
