package samlet.bootstrap.json;

import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;

/** java.time in the default form of Jackson's module: numbers and arrays of numbers; texts are read as well. */
final class Times {
    private Times() {
    }

    static Object read(JsonDecoder decoder, Class<?> raw, int next) throws IOException {
        String where = decoder.input().where();
        String given = "";
        try {
            if (next == '[') {
                return ofNumbers(raw, numbers(decoder));
            }

            if (next == '"') {
                given = decoder.input().string().trim();
                return given.isEmpty() ? null : ofText(raw, given);
            }

            if (next != '{' && next != 't' && next != 'f') {
                return ofNumber(raw, new BigDecimal(decoder.input().number()));
            }
        } catch (DateTimeException error) {
            throw new InvalidFormatException("Cannot deserialize value of type `" + raw.getName() + "` from String \""
                    + given + "\": Failed to deserialize " + raw.getName() + ": (" + error.getClass().getName() + ") "
                    + error.getMessage() + where);
        }

        throw decoder.mismatch(BoundType.of(raw), next);
    }

    private static List<Integer> numbers(JsonDecoder decoder) throws IOException {
        JsonInput in = decoder.input();
        List<Integer> numbers = new ArrayList<Integer>();
        in.beginArray();
        while (in.nextElement()) {
            numbers.add(new BigDecimal(in.number()).intValue());
        }

        for (int i = numbers.size(); i < 7; i++) {
            numbers.add(0);
        }

        return numbers;
    }

    private static Object ofNumbers(Class<?> raw, List<Integer> n) throws IOException {
        if (raw == LocalDate.class) {
            return LocalDate.of(n.get(0), n.get(1), n.get(2));
        }

        if (raw == LocalDateTime.class) {
            return LocalDateTime.of(n.get(0), n.get(1), n.get(2), n.get(3), n.get(4), n.get(5), n.get(6));
        }

        if (raw == LocalTime.class) {
            return LocalTime.of(n.get(0), n.get(1), n.get(2), n.get(3));
        }

        if (raw == YearMonth.class) {
            return YearMonth.of(n.get(0), n.get(1));
        }

        throw new MismatchedInputException("Cannot deserialize value of type `" + raw.getName()
                + "` from Array value (token `JsonToken.START_ARRAY`)");
    }

    private static Object ofNumber(Class<?> raw, BigDecimal seconds) throws IOException {
        if (raw == Year.class) {
            return Year.of(seconds.intValue());
        }

        if (raw == LocalDate.class) {
            return LocalDate.ofEpochDay(seconds.longValue());
        }

        long whole = seconds.setScale(0, java.math.RoundingMode.FLOOR).longValue();
        long nanos = seconds.subtract(BigDecimal.valueOf(whole)).movePointRight(9).longValue();
        if (raw == Duration.class) {
            return Duration.ofSeconds(whole, nanos);
        }

        Instant instant = Instant.ofEpochSecond(whole, nanos);
        if (raw == Instant.class) {
            return instant;
        }

        if (raw == OffsetDateTime.class) {
            return instant.atOffset(ZoneOffset.UTC);
        }

        if (raw == ZonedDateTime.class) {
            return instant.atZone(ZoneId.of("UTC"));
        }

        throw new MismatchedInputException("Cannot deserialize value of type `" + raw.getName()
                + "` from Integer value (token `JsonToken.VALUE_NUMBER_INT`)");
    }

    private static Object ofText(Class<?> raw, String text) throws IOException {
        if (raw == Instant.class) {
            return isNumber(text) ? ofNumber(raw, new BigDecimal(text)) : OffsetDateTime.parse(text).toInstant();
        }

        if (raw == LocalDate.class) {
            return text.length() > 10 && text.charAt(10) == 'T' ? dateOf(text) : LocalDate.parse(text);
        }

        if (raw == LocalDateTime.class) {
            return LocalDateTime.parse(text.endsWith("Z") ? text.substring(0, text.length() - 1) : text);
        }

        if (raw == OffsetDateTime.class) {
            return OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC);
        }

        if (raw == ZonedDateTime.class) {
            return ZonedDateTime.parse(text).withZoneSameInstant(ZoneId.of("UTC"));
        }

        if (ZoneId.class.isAssignableFrom(raw)) {
            return raw == ZoneOffset.class ? ZoneOffset.of(text) : ZoneId.of(text);
        }

        try { // LocalTime, OffsetTime, Duration, Period, Year, YearMonth, MonthDay.
            return raw.getMethod("parse", CharSequence.class).invoke(null, text);
        } catch (java.lang.reflect.InvocationTargetException error) {
            throw error.getCause() instanceof DateTimeException
                    ? (DateTimeException) error.getCause()
                    : new DateTimeException(String.valueOf(error.getCause()));
        } catch (ReflectiveOperationException error) {
            throw new MismatchedInputException("Cannot deserialize value of type `" + raw.getName() + "`");
        }
    }

    private static LocalDate dateOf(String text) {
        return text.endsWith("Z")
                ? LocalDate.parse(text.substring(0, 10))
                : LocalDateTime.parse(text).toLocalDate();
    }

    private static boolean isNumber(String text) {
        return text.indexOf('-', 1) < 0 && text.indexOf(':') < 0;
    }

    static void write(JsonOutput out, Object value) {
        if (value instanceof Instant) {
            seconds(out, ((Instant) value).getEpochSecond(), ((Instant) value).getNano());
        } else if (value instanceof OffsetDateTime) {
            write(out, ((OffsetDateTime) value).toInstant());
        } else if (value instanceof ZonedDateTime) {
            write(out, ((ZonedDateTime) value).toInstant());
        } else if (value instanceof Duration) {
            seconds(out, ((Duration) value).getSeconds(), ((Duration) value).getNano());
        } else if (value instanceof LocalDate) {
            date(out.beginArray(), (LocalDate) value);
            out.endArray();
        } else if (value instanceof LocalDateTime) {
            LocalDateTime time = (LocalDateTime) value;
            date(out.beginArray(), time.toLocalDate());
            time(out, time.toLocalTime());
            out.endArray();
        } else if (value instanceof LocalTime) {
            time(out.beginArray(), (LocalTime) value);
            out.endArray();
        } else if (value instanceof OffsetTime) {
            time(out.beginArray(), ((OffsetTime) value).toLocalTime());
            out.value(((OffsetTime) value).getOffset().toString());
            out.endArray();
        } else if (value instanceof Year) {
            out.number(((Year) value).getValue());
        } else if (value instanceof YearMonth) {
            out.beginArray().number(((YearMonth) value).getYear());
            out.number(((YearMonth) value).getMonthValue());
            out.endArray();
        } else {
            out.value(value.toString());
        }
    }

    /** Nine digits behind the point, none left out. */
    private static void seconds(JsonOutput out, long seconds, int nanos) {
        out.raw(BigDecimal.valueOf(seconds).add(BigDecimal.valueOf(nanos, 9)).toPlainString());
    }

    private static void date(JsonOutput out, LocalDate date) {
        out.number(date.getYear());
        out.number(date.getMonthValue());
        out.number(date.getDayOfMonth());
    }

    private static void time(JsonOutput out, LocalTime time) {
        out.number(time.getHour());
        out.number(time.getMinute());
        if (time.getSecond() > 0 || time.getNano() > 0) {
            out.number(time.getSecond());
            if (time.getNano() > 0) {
                out.number(time.getNano());
            }
        }
    }
}
