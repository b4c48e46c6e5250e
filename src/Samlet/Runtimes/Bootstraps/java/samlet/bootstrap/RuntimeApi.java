package samlet.bootstrap;

import java.io.IOException;

/** The Runtime API, version 2018-06-01, over one connection. */
final class RuntimeApi {
    private static final String ROOT = "/2018-06-01/runtime";
    private static final int MAXIMUM_HEADER = 1 << 20;

    private final HttpConnection connection;

    RuntimeApi(String address, String descriptor) {
        connection = new HttpConnection(address, descriptor);
    }

    private RuntimeApi(HttpConnection connection) {
        this.connection = connection;
    }

    /** The same over a connection of its own. */
    RuntimeApi another() {
        return new RuntimeApi(connection.another());
    }

    Invocation next() {
        HttpConnection.Answer answer = send("GET", "/invocation/next", null, null);
        if (answer.status != 200 || answer.header("lambda-runtime-aws-request-id") == null) {
            throw new Unreachable("the Runtime API answered with status " + answer.status);
        }

        Invocation invocation = new Invocation();
        invocation.id = answer.header("lambda-runtime-aws-request-id");
        invocation.deadline = number(answer.header("lambda-runtime-deadline-ms"));
        invocation.functionArn = answer.header("lambda-runtime-invoked-function-arn");
        invocation.traceId = answer.header("lambda-runtime-trace-id");
        invocation.clientContext = answer.header("lambda-runtime-client-context");
        invocation.identity = answer.header("lambda-runtime-cognito-identity");
        invocation.tenantId = answer.header("lambda-runtime-aws-tenant-id");
        invocation.event = answer.body;
        return invocation;
    }

    /** A response that is too large is refused; the caller has learned of it, and the environment lives on. */
    void respond(String id, Bytes body) {
        int status = send("POST", "/invocation/" + id + "/response", null, body).status;
        if (status != 202 && status != 413 && status != 410) {
            throw new Unreachable("the Runtime API answered a response with status " + status);
        }
    }

    void fail(String id, String errorType, Bytes body, Bytes cause) {
        send("POST", "/invocation/" + id + "/error", errorHeaders(errorType, cause), body);
    }

    void failInit(String errorType, Bytes body) {
        send("POST", "/init/error", errorHeaders(errorType, null), body);
    }

    void awaitRestore() {
        int status = send("GET", "/restore/next", null, null).status;
        if (status / 100 != 2) {
            throw new Unreachable("the Runtime API answered restore/next with status " + status);
        }
    }

    void failRestore(String errorType, Bytes body) {
        send("POST", "/restore/error", errorHeaders(errorType, null), body);
    }

    private static String errorHeaders(String errorType, Bytes cause) {
        String headers = "Lambda-Runtime-Function-Error-Type: " + errorType + "\r\n";
        return cause == null || cause.size() >= MAXIMUM_HEADER
                ? headers
                : headers + "Lambda-Runtime-Function-XRay-Error-Cause: " + asHeader(cause.text()) + "\r\n";
    }

    /** Header values are ASCII here: JSON may write every other character as an escape. */
    private static String asHeader(String json) {
        StringBuilder text = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c < 0x7f) {
                text.append(c);
            } else {
                text.append("\\u").append(Integer.toHexString(0x10000 | c).substring(1));
            }
        }

        return text.toString();
    }

    private HttpConnection.Answer send(String method, String path, String headers, Bytes body) {
        try {
            return connection.send(method, ROOT + path, headers, body);
        } catch (IOException error) {
            throw new Unreachable("the Runtime API cannot be reached: " + error.getMessage());
        }
    }

    private static long number(String text) {
        return text == null ? 0 : Long.parseLong(text);
    }

    /** Nothing can be done, not even reported. */
    static final class Unreachable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unreachable(String message) {
            super(message);
        }
    }
}
