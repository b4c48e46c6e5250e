package samlet.bootstrap;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Bytes that grow, without copying them out again. */
public final class Bytes extends ByteArrayOutputStream {
    public Bytes(int capacity) {
        super(capacity);
    }

    public static Bytes of(String text) {
        Bytes bytes = new Bytes(text.length() + 16);
        bytes.add(text);
        return bytes;
    }

    public byte[] array() {
        return buf;
    }

    /** Appends text as UTF-8; a lone surrogate becomes a question mark, as with String.getBytes. */
    public Bytes add(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        write(encoded, 0, encoded.length);
        return this;
    }

    public String text() {
        return new String(buf, 0, count, StandardCharsets.UTF_8);
    }
}
