package samlet.bootstrap;

import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** HTTP/1.1 over one connection that stays open: an inherited one, else its own. */
final class HttpConnection {
    private final String address;
    private String descriptor;
    private InputStream in;
    private OutputStream out;
    private byte[] buffer = new byte[16 * 1024];
    private int position;
    private int end;

    HttpConnection(String address, String descriptor) {
        this.address = address;
        this.descriptor = descriptor;
    }

    HttpConnection another() {
        return new HttpConnection(address, null);
    }

    Answer send(String method, String path, String headers, Bytes body) throws IOException {
        boolean isFresh = out == null;
        try {
            return exchange(method, path, headers, body);
        } catch (IOException error) {
            close();
            if (isFresh) {
                throw error;
            }

            return exchange(method, path, headers, body); // The server may have closed it in between.
        }
    }

    private Answer exchange(String method, String path, String headers, Bytes body) throws IOException {
        if (out == null) {
            open();
        }

        Bytes request = new Bytes(512 + (body == null ? 0 : body.size()));
        request.add(method).add(" ").add(path).add(" HTTP/1.1\r\nHost: ").add(address).add("\r\nUser-Agent: ")
                .add(Platform.userAgent()).add("\r\n");
        if (headers != null) {
            request.add(headers);
        }

        if (body != null) {
            request.add("Content-Type: application/json\r\nContent-Length: ").add(Integer.toString(body.size()))
                    .add("\r\n");
        }

        request.add("\r\n");
        if (body != null) {
            request.write(body.array(), 0, body.size());
        }

        out.write(request.array(), 0, request.size());
        return read();
    }

    private void open() throws IOException {
        position = end = 0;
        FileDescriptor inherited = descriptor == null ? null : InheritedDescriptor.of(Integer.parseInt(descriptor));
        descriptor = null;
        if (inherited != null) {
            in = new FileInputStream(inherited);
            out = new FileOutputStream(inherited);
            return;
        }

        int colon = address.lastIndexOf(':');
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(
                address.substring(0, colon), Integer.parseInt(address.substring(colon + 1))));
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    private void close() {
        try {
            if (out != null) {
                out.close();
            }
        } catch (IOException error) {
            // It was broken already.
        }

        out = null;
    }

    private Answer read() throws IOException {
        Answer answer = new Answer();
        String line = readLine();
        answer.status = Integer.parseInt(line.substring(9, 12));
        int length = 0;
        boolean isChunked = false;
        for (line = readLine(); !line.isEmpty(); line = readLine()) {
            int colon = line.indexOf(':');
            String name = lower(line.substring(0, colon));
            String value = line.substring(colon + 1).trim();
            answer.add(name, value);
            if (name.equals("content-length")) {
                length = Integer.parseInt(value);
            } else if (name.equals("transfer-encoding")) {
                isChunked = lower(value).endsWith("chunked");
            }
        }

        answer.body = isChunked ? readChunks() : readBytes(length);
        return answer;
    }

    private byte[] readChunks() throws IOException {
        Bytes body = new Bytes(16 * 1024);
        while (true) {
            String size = readLine();
            int semicolon = size.indexOf(';');
            int length = Integer.parseInt((semicolon < 0 ? size : size.substring(0, semicolon)).trim(), 16);
            if (length == 0) {
                while (!readLine().isEmpty()) {
                    // Trailers tell nothing here.
                }

                return body.toByteArray();
            }

            byte[] chunk = readBytes(length);
            body.write(chunk, 0, length);
            readLine();
        }
    }

    private byte[] readBytes(int length) throws IOException {
        byte[] bytes = new byte[length];
        int have = Math.min(length, end - position);
        System.arraycopy(buffer, position, bytes, 0, have);
        position += have;
        while (have < length) {
            int count = in.read(bytes, have, length - have);
            if (count < 0) {
                throw new EOFException("connection closed within a body");
            }

            have += count;
        }

        return bytes;
    }

    private String readLine() throws IOException {
        int start = position;
        for (int at = position; ; at++) {
            if (at == end) {
                int length = at - start;
                fill(start);
                start = 0;
                at = length;
            }

            if (buffer[at] == '\n') {
                position = at + 1;
                int length = at - start - (at > start && buffer[at - 1] == '\r' ? 1 : 0);
                return new String(buffer, start, length, StandardCharsets.UTF_8);
            }
        }
    }

    /** Reads more behind what stands from `start`, which moves to the front. */
    private void fill(int start) throws IOException {
        int have = end - start;
        byte[] target = have * 2 > buffer.length ? new byte[buffer.length * 2] : buffer;
        System.arraycopy(buffer, start, target, 0, have);
        buffer = target;
        int count = in.read(buffer, have, buffer.length - have);
        if (count < 0) {
            throw new EOFException("connection closed");
        }

        position = 0;
        end = have + count;
    }

    /** Without the tables of locales that String.toLowerCase brings along. */
    private static String lower(String text) {
        char[] chars = text.toCharArray();
        for (int i = 0; i < chars.length; i++) {
            if (chars[i] >= 'A' && chars[i] <= 'Z') {
                chars[i] += 'a' - 'A';
            }
        }

        return new String(chars);
    }

    /** Status, headers with names in lower case, body. */
    static final class Answer {
        int status;
        byte[] body;
        private String[] headers = new String[32];
        private int count;

        /** Null when it is absent or empty. */
        String header(String name) {
            for (int i = 0; i < count; i += 2) {
                if (headers[i].equals(name)) {
                    return headers[i + 1].isEmpty() ? null : headers[i + 1];
                }
            }

            return null;
        }

        private void add(String name, String value) {
            if (count == headers.length) {
                String[] larger = new String[count * 2];
                System.arraycopy(headers, 0, larger, 0, count);
                headers = larger;
            }

            headers[count++] = name;
            headers[count++] = value;
        }
    }
}
