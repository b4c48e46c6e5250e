package samlet.bootstrap.json;

import samlet.bootstrap.Bytes;

/** Writes JSON as Jackson does by default: no white space, and only what must be escaped is. */
public final class JsonOutput {
    private final Bytes target;
    private boolean needsComma;

    public JsonOutput(int capacity) {
        this(new Bytes(capacity));
    }

    public JsonOutput(Bytes target) {
        this.target = target;
    }

    public Bytes bytes() {
        return target;
    }

    public JsonOutput beginObject() {
        return begin('{');
    }

    public JsonOutput endObject() {
        return end('}');
    }

    public JsonOutput beginArray() {
        return begin('[');
    }

    public JsonOutput endArray() {
        return end(']');
    }

    public JsonOutput name(String name) {
        value(name);
        target.write(':');
        needsComma = false;
        return this;
    }

    /** A member with a text; null is left out. */
    public void member(String name, String value) {
        if (value != null) {
            name(name).value(value);
        }
    }

    public void number(long value) {
        raw(Long.toString(value));
    }

    public void raw(String json) {
        comma();
        target.add(json);
        needsComma = true;
    }

    public void value(String text) {
        if (text == null) {
            raw("null");
            return;
        }

        comma();
        target.write('"');
        int start = 0;
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                target.add(text.substring(start, i));
                start = i + 1;
                escape(c);
            }
        }

        target.add(start == 0 ? text : text.substring(start));
        target.write('"');
        needsComma = true;
    }

    private void escape(char c) {
        target.write('\\');
        int place = "\"\\\b\f\n\r\t".indexOf(c);
        if (place >= 0) {
            target.write("\"\\bfnrt".charAt(place));
            return;
        }

        target.add(c < 0x10 ? "u000" : "u001");
        target.write("0123456789ABCDEF".charAt(c & 15));
    }

    private JsonOutput begin(char bracket) {
        comma();
        target.write(bracket);
        needsComma = false;
        return this;
    }

    private JsonOutput end(char bracket) {
        target.write(bracket);
        needsComma = true;
        return this;
    }

    private void comma() {
        if (needsComma) {
            target.write(',');
        }
    }
}
