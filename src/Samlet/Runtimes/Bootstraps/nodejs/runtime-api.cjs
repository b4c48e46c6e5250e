'use strict';
// The Runtime API, 2018-06-01, over connections that stay open.

const { read, readSync, writeSync } = require('fs');

class RuntimeApi {
  #host;
  #getConnection;
  #postConnection;

  /** The two connections are one and the same unless answers are posted while the next event is awaited. */
  constructor(host, getConnection, postConnection) {
    this.#host = host;
    this.#getConnection = getConnection;
    this.#postConnection = postConnection;
  }

  /** Resolves with a reply's `headers` (names in lower case) and `body` (the event as text). */
  next() {
    const request = Buffer.from(`GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: ${this.#host}\r\n\r\n`);
    return new Promise((resolve, reject) => this.#getConnection.get(request, (reply) => {
      if (reply.status === 200) {
        resolve(reply);
      } else {
        reject(new Error(`Failed to get next invocation, error ${reply.status}`));
      }
    }));
  }

  postResponse(requestId, json, done) {
    this.#post(`invocation/${encodeURIComponent(requestId)}/response`, json, '', done);
  }

  postError(requestId, json, done) {
    this.#post(`invocation/${encodeURIComponent(requestId)}/error`, json, '', done);
  }

  postInitError(errorType, json, done) {
    const value = String(errorType).replace(/[^\x20-\x7e]/g, '');
    this.#post('init/error', json, `Lambda-Runtime-Function-Error-Type: ${value}\r\n`, done);
  }

  #post(path, json, header, done) {
    const head = `POST /2018-06-01/runtime/${path} HTTP/1.1\r\nHost: ${this.#host}\r\n`
      + `Content-Type: application/json\r\n${header}Content-Length: ${Buffer.byteLength(json)}\r\n\r\n`;
    this.#postConnection.post(Buffer.from(head + json), done);
  }
}

/**
 * A connection that Samlet opened before it started node: a blocking stream socket, inherited as the descriptor that
 * _SAMLET_RUNTIME_API_FD names. Reading and writing it needs only `fs`, which node has loaded anyway; loading `net`
 * and connecting costs 3 ms. It also is what the service's native client does: events are awaited on a thread of the
 * pool, posting blocks, and nothing of the client keeps the event loop alive while a handler runs.
 */
class DescriptorConnection {
  #descriptor;

  constructor(descriptor) {
    this.#descriptor = descriptor;
  }

  get(request, onReply) {
    this.#write(request);
    const reply = new Reply();
    read(this.#descriptor, reply.space, 0, reply.space.length, null, (error, count) => {
      onReply(this.#complete(reply, error ? 0 : count));
    });
  }

  post(request, onReply) {
    this.#write(request);
    const reply = new Reply();
    onReply(this.#complete(reply, readSync(this.#descriptor, reply.space)));
  }

  #complete(reply, count) {
    while (!reply.advance(count)) {
      if (count === 0) {
        process.exit(1); // Nobody is left to report to.
      }

      count = readSync(this.#descriptor, reply.space);
    }

    return reply;
  }

  #write(bytes) {
    for (let sent = 0; sent < bytes.length;) {
      sent += writeSync(this.#descriptor, bytes, sent);
    }
  }
}

/** One HTTP/1.1 reply as its bytes come in, with a Content-Length or in chunks; one with neither has no body. */
class Reply {
  status;
  headers;
  body;
  #bytes = Buffer.allocUnsafe(64 * 1024);
  #length = 0;
  #bodyStart;

  /** Where the next bytes go; never empty while the reply is incomplete. */
  get space() {
    return this.#bytes.subarray(this.#length);
  }

  /** Counts bytes that were read into the space; true once the reply is complete. */
  advance(count) {
    this.#length += count;
    if (this.headers === undefined) {
      this.#readHead();
    }

    this.body = this.headers && this.#readBody();
    if (this.#length === this.#bytes.length) {
      this.#grow(2 * this.#length);
    }

    return this.body !== undefined;
  }

  #readHead() {
    const end = this.#bytes.subarray(0, this.#length).indexOf('\r\n\r\n');
    if (end < 0) {
      return;
    }

    const [statusLine, ...lines] = this.#bytes.toString('utf8', 0, end).split('\r\n');
    this.status = Number(statusLine.split(' ')[1]);
    this.headers = {};
    for (const line of lines) {
      const colon = line.indexOf(':');
      this.headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
    }

    this.#bodyStart = end + 4;
  }

  #readBody() {
    if (this.headers['transfer-encoding'] !== undefined) {
      return unchunk(this.#bytes.subarray(this.#bodyStart, this.#length));
    }

    const end = this.#bodyStart + Number(this.headers['content-length'] ?? 0);
    if (end > this.#bytes.length) {
      this.#grow(end);
    }

    return this.#length < end ? undefined : this.#bytes.toString('utf8', this.#bodyStart, end);
  }

  #grow(size) {
    const bytes = Buffer.allocUnsafe(size);
    this.#bytes.copy(bytes, 0, 0, this.#length);
    this.#bytes = bytes;
  }
}

/** The text of a chunked body, or undefined while it is incomplete. */
function unchunk(bytes) {
  const parts = [];
  for (let start = 0; ;) {
    const lineEnd = bytes.indexOf('\r\n', start);
    const size = Number.parseInt(bytes.toString('latin1', start, lineEnd), 16);
    const end = lineEnd + 2 + size;
    if (lineEnd < 0 || bytes.length < end + 2) {
      return undefined;
    }

    if (size === 0) {
      return Buffer.concat(parts).toString('utf8');
    }

    parts.push(bytes.subarray(lineEnd + 2, end));
    start = end + 2;
  }
}

module.exports = { RuntimeApi, DescriptorConnection, Reply };
//# sourceURL=file:///var/runtime/index.mjs
