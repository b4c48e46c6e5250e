package samlet.bootstrap.json;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Date;
import java.util.TimeZone;

/** Dates from texts, in the forms that Jackson takes: ISO 8601 with or without time and zone, and RFC 1123. */
final class Dates {
    static final TimeZone UTC = TimeZone.getTimeZone("UTC");

    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendLiteral('T')
            .appendPattern("HH:mm[:ss]")
            .optionalStart().appendFraction(java.time.temporal.ChronoField.NANO_OF_SECOND, 0, 9, true).optionalEnd()
            .appendPattern("[XXX][XX][X]")
            .parseDefaulting(java.time.temporal.ChronoField.SECOND_OF_MINUTE, 0)
            .parseDefaulting(java.time.temporal.ChronoField.OFFSET_SECONDS, 0)
            .toFormatter();

    private Dates() {
    }

    static Date parse(String text) {
        if (text.length() <= 10 && text.indexOf('-') > 0) {
            return Date.from(LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
        }

        if (text.indexOf(',') > 0) {
            return Date.from(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
        }

        try {
            return Date.from(OffsetDateTime.parse(text, ISO).toInstant());
        } catch (DateTimeException error) {
            return new Date(Long.parseLong(text)); // A number in quotes is taken as one.
        }
    }
}
