package samlet.bootstrap.json;

import com.amazonaws.lambda.thirdparty.com.fasterxml.jackson.core.JsonParseException;
import java.nio.charset.StandardCharsets;

/** Reads JSON in UTF-8, token by token. */
public final class JsonInput {
    private final byte[] text;
    private int at;
    private boolean isFirst;

    public JsonInput(byte[] text) {
        this.text = text;
    }

    /** The character that the next value begins with; -1 at the end. */
    int peek() {
        while (at < text.length && (text[at] == ' ' || text[at] == '\n' || text[at] == '\r' || text[at] == '\t')) {
            at++;
        }

        return at < text.length ? text[at] : -1;
    }

    /** The next value is the empty string. */
    boolean isEmptyString() {
        return peek() == '"' && at + 1 < text.length && text[at + 1] == '"';
    }

    void beginObject() throws JsonParseException {
        expect('{');
        isFirst = true;
    }

    void beginArray() throws JsonParseException {
        expect('[');
        isFirst = true;
    }

    /** The name of the next member; null at the end of the object. */
    String nextName() throws JsonParseException {
        if (!hasNext('}')) {
            return null;
        }

        String name = string();
        peek();
        expect(':');
        return name;
    }

    boolean nextElement() throws JsonParseException {
        return hasNext(']');
    }

    private boolean hasNext(char end) throws JsonParseException {
        boolean wasFirst = isFirst;
        isFirst = false;
        if (peek() == end) {
            at++;
            return false;
        }

        if (!wasFirst) {
            expect(',');
            peek();
        }

        return true;
    }

    void literal(String word) throws JsonParseException {
        peek();
        for (int i = 0; i < word.length(); i++) {
            expect(word.charAt(i));
        }
    }

    String string() throws JsonParseException {
        peek();
        expect('"');
        int start = at;
        while (at < text.length && text[at] != '"' && text[at] != '\\') {
            at++;
        }

        if (at < text.length && text[at] == '"') {
            return new String(text, start, at++ - start, StandardCharsets.UTF_8);
        }

        StringBuilder value = new StringBuilder(new String(text, start, at - start, StandardCharsets.UTF_8));
        while (at < text.length && text[at] != '"') {
            start = at;
            if (text[at] == '\\') {
                at++;
                value.append(escaped());
            } else {
                while (at < text.length && text[at] != '"' && text[at] != '\\') {
                    at++;
                }

                value.append(new String(text, start, at - start, StandardCharsets.UTF_8));
            }
        }

        expect('"');
        return value.toString();
    }

    private char escaped() throws JsonParseException {
        char c = at < text.length ? (char) text[at++] : 0;
        switch (c) {
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u':
                int code = 0;
                for (int i = 0; i < 4; i++) {
                    int digit = at < text.length ? Character.digit(text[at++], 16) : -1;
                    if (digit < 0) {
                        throw unexpected();
                    }

                    code = code * 16 + digit;
                }

                return (char) code;
            default:
                return c;
        }
    }

    /** A number as it is written. */
    String number() throws JsonParseException {
        peek();
        int start = at;
        while (at < text.length && "+-.eE0123456789".indexOf(text[at]) >= 0) {
            at++;
        }

        if (at == start) {
            throw unexpected();
        }

        return new String(text, start, at - start, StandardCharsets.US_ASCII);
    }

    boolean bool() throws JsonParseException {
        boolean value = peek() == 't';
        literal(value ? "true" : "false");
        return value;
    }

    void skip() throws JsonParseException {
        switch (peek()) {
            case '{':
                beginObject();
                while (nextName() != null) {
                    skip();
                }

                break;
            case '[':
                beginArray();
                while (nextElement()) {
                    skip();
                }

                break;
            case '"':
                string();
                break;
            case 't':
            case 'f':
                bool();
                break;
            case 'n':
                literal("null");
                break;
            default:
                number();
                break;
        }
    }

    private void expect(char c) throws JsonParseException {
        if (at >= text.length || text[at] != c) {
            throw unexpected();
        }

        at++;
    }

    private JsonParseException unexpected() {
        return new JsonParseException(at >= text.length
                ? "Unexpected end-of-input" + where()
                : "Unexpected character ('" + (char) text[at] + "' (code " + text[at] + "))" + where());
    }

    /** Where it stands, in Jackson's words. */
    String where() {
        peek();
        int line = 1;
        int start = 0;
        for (int i = 0; i < at && i < text.length; i++) {
            if (text[i] == '\n') {
                line++;
                start = i + 1;
            }
        }

        return "\n at [Source: (ByteArrayInputStream); line: " + line + ", column: " + (at - start + 1) + "]";
    }
}
