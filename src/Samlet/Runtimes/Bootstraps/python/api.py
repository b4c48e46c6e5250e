"""The Runtime API over a plain socket: one kept connection, HTTP/1.1, nothing else.

`http.client` costs as much as the interpreter's own start, `socket` still a millisecond; `_socket` is under both.
"""
import sys
from _socket import AF_INET, AF_INET6, IPPROTO_TCP, TCP_NODELAY, socket

_PREFIX = "/2018-06-01/runtime/"
_AGENT = "aws-lambda-python/%d.%d.%d-4.0.1" % sys.version_info[:3]
_SMALL = 1 << 20  # Up to this size head and body leave in one piece.


class RuntimeApi:
    def __init__(self, address):
        self._address = address
        self._socket = None
        self._rest = b""

    def get(self, path, headers=()):
        """Waits for an answer and returns its headers, with names in lower case, and its bytes."""
        _, headers, body = self._exchange("GET", path, b"", headers)
        return headers, body

    def post(self, path, body, headers=()):
        """Posts bytes and returns the status of the answer."""
        return self._exchange("POST", path, body, headers)[0]

    def _exchange(self, method, path, body, headers):
        lines = [method + " " + _PREFIX + path + " HTTP/1.1", "host: " + self._address, "user-agent: " + _AGENT]
        lines += [name + ": " + value for name, value in headers]
        if method == "POST":
            lines.append("content-length: %d" % len(body))
        head = ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "replace")
        is_kept = self._socket is not None
        try:
            return self._send(head, body)
        except (ConnectionError, EOFError):
            self._close()
            if not is_kept:
                raise
            return self._send(head, body)  # The server may close a kept connection at any time.

    def _send(self, head, body):
        if self._socket is None:
            self._connect()
        try:
            if len(body) <= _SMALL:
                self._socket.sendall(head + body)
            else:
                self._socket.sendall(head)
                self._socket.sendall(body)
        except ConnectionError:
            pass  # A server may refuse a body before it has read it; its answer is there to be read.
        return self._receive()

    def _connect(self):
        host, _, port = self._address.rpartition(":")
        self._socket = socket(AF_INET6 if ":" in host else AF_INET)
        self._socket.connect((host.strip("[]"), int(port)))
        self._socket.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)

    def _close(self):
        if self._socket is not None:
            self._socket.close()
        self._socket, self._rest = None, b""

    def _receive(self):
        line, *fields = self._until(b"\r\n\r\n").split(b"\r\n")
        pairs = [field.partition(b":") for field in fields]
        headers = {name.decode("latin-1").lower(): value.strip().decode("utf-8", "replace") for name, _, value in pairs}
        is_chunked = headers.get("transfer-encoding", "").lower() == "chunked"
        body = self._chunks() if is_chunked else self._exactly(int(headers.get("content-length", "0")))
        if headers.get("connection", "").lower() == "close":
            self._close()
        return int(line.split(b" ", 2)[1]), headers, body

    def _chunks(self):
        chunks = []
        while True:
            size = int(self._until(b"\r\n").partition(b";")[0], 16)
            if size == 0:
                break
            chunks.append(self._exactly(size))
            self._until(b"\r\n")
        while self._until(b"\r\n"):
            pass  # Trailers are of no use here.
        return b"".join(chunks)

    def _until(self, mark):
        found = self._rest.find(mark)
        while found < 0:
            piece = self._socket.recv(65536)
            if not piece:
                raise EOFError("the Runtime API closed the connection")
            self._rest += piece
            found = self._rest.find(mark)
        head, self._rest = self._rest[:found], self._rest[found + len(mark):]
        return head

    def _exactly(self, size):
        if len(self._rest) >= size:
            body, self._rest = self._rest[:size], self._rest[size:]
            return body
        body, filled = bytearray(size), len(self._rest)
        body[:filled], self._rest = self._rest, b""
        with memoryview(body) as view:
            while filled < size:
                count = self._socket.recv_into(view[filled:])
                if count == 0:
                    raise EOFError("the Runtime API closed the connection")
                filled += count
        return bytes(body)
