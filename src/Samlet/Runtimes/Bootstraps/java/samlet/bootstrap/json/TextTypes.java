package samlet.bootstrap.json;

import java.io.File;
import java.lang.reflect.Constructor;
import java.net.InetAddress;
import java.net.URI;
import java.net.URL;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Currency;
import java.util.Date;
import java.util.Locale;
import java.util.TimeZone;
import java.util.UUID;
import java.util.regex.Pattern;

/** Types that are texts in JSON, and those that are known by name only, since a function may not have them. */
final class TextTypes {
    private TextTypes() {
    }

    static boolean knows(Class<?> raw) {
        return raw == UUID.class || raw == URI.class || raw == URL.class || raw == File.class || raw == Class.class
                || raw == Locale.class || raw == Currency.class || raw == StringBuilder.class
                || raw == StringBuffer.class || raw == Pattern.class || TimeZone.class.isAssignableFrom(raw)
                || Charset.class.isAssignableFrom(raw) || Path.class.isAssignableFrom(raw)
                || InetAddress.class.isAssignableFrom(raw);
    }

    static boolean isJoda(String name) {
        return name.equals("org.joda.time.DateTime") || name.equals("org.joda.time.ReadableInstant");
    }

    static boolean takesEmpty(Class<?> raw) {
        return raw == URI.class || raw == Locale.class || raw == StringBuilder.class || raw == StringBuffer.class;
    }

    static Object parse(Class<?> raw, String text) throws Exception {
        String value = text.trim();
        return raw == UUID.class ? UUID.fromString(value)
                : raw == URI.class ? URI.create(value)
                : raw == URL.class ? new URL(value)
                : raw == File.class ? new File(value)
                : raw == Class.class ? Class.forName(value)
                : raw == Locale.class ? localeOf(value)
                : raw == Currency.class ? Currency.getInstance(value)
                : raw == StringBuilder.class ? new StringBuilder(text)
                : raw == StringBuffer.class ? new StringBuffer(text)
                : raw == Pattern.class ? Pattern.compile(value)
                : TimeZone.class.isAssignableFrom(raw) ? TimeZone.getTimeZone(value)
                : Charset.class.isAssignableFrom(raw) ? Charset.forName(value)
                : Path.class.isAssignableFrom(raw) ? Paths.get(value)
                : InetAddress.class.isAssignableFrom(raw) ? InetAddress.getByName(value)
                : jodaOf(raw, value);
    }

    /** `de_CH` and `de-CH`. */
    private static Locale localeOf(String text) {
        return Locale.forLanguageTag(text.replace('_', '-'));
    }

    /** The formatter of the service keeps the offset that the text has. */
    private static Object jodaOf(Class<?> raw, String text) throws Exception {
        Class<?> formats = Class.forName("org.joda.time.format.ISODateTimeFormat", true, raw.getClassLoader());
        Object parser = formats.getMethod("dateTimeParser").invoke(null);
        Object offset = parser.getClass().getMethod("withOffsetParsed").invoke(parser);
        return offset.getClass().getMethod("parseDateTime", String.class).invoke(offset, text);
    }

    /** java.sql.Date, Time and Timestamp. */
    static Object sqlDate(Class<?> raw, Date date) throws java.io.IOException {
        try {
            Constructor<?> constructor = raw.getConstructor(long.class);
            return constructor.newInstance(date.getTime());
        } catch (Exception error) {
            throw new java.io.IOException(error);
        }
    }

    static void writeDate(JsonOutput out, Date date) {
        String name = date.getClass().getName();
        if (name.equals("java.sql.Time") || name.equals("java.sql.Date")) {
            out.value(date.toString());
        } else {
            out.number(date.getTime());
        }
    }

    static String format(Object value) {
        return value instanceof Class ? ((Class<?>) value).getName()
                : value instanceof File ? ((File) value).getAbsolutePath()
                : value instanceof Path ? ((Path) value).toUri().toString()
                : value instanceof TimeZone ? ((TimeZone) value).getID()
                : value instanceof InetAddress ? ((InetAddress) value).getHostAddress()
                : value.toString();
    }
}
