'use strict';
// A streamed response: a POST in chunks on a connection of its own, its failure in trailers. It is node's own http
// request, as in the service's client, so that back-pressure, events and pipelines behave the same.

const http = require('http');
const net = require('net');

const METHODS = [
  'cork', 'destroy', 'end', 'uncork', 'write',
  'addListener', 'emit', 'eventNames', 'getMaxListeners', 'listenerCount', 'listeners', 'off', 'on', 'once',
  'prependListener', 'prependOnceListener', 'rawListeners', 'removeAllListeners', 'removeListener', 'setMaxListeners',
  'setContentType',
];

const PROPERTIES = [
  'destroyed', 'writable', '_onBeforeFirstWrite', 'writableFinished', 'writableObjectMode', 'writableEnded',
  'writableNeedDrain', 'writableHighWaterMark', 'writableCorked', 'writableLength',
];

const agent = new http.Agent({ keepAlive: true });

class ResponseStream {
  #request;
  #reply;

  /** What the handler gets: the writing half of the request. */
  writable;

  /** `runtimeApi` is host:port; without a high water mark the stream has node's. */
  constructor(runtimeApi, requestId, { highWaterMark, loadErrors }) {
    const { hostname, port } = new URL(`http://${runtimeApi}`);
    agent.createConnection = (options, onConnect) => net.createConnection({ ...options, highWaterMark }, onConnect);
    this.#request = http.request({
      hostname,
      port,
      method: 'POST',
      path: `/2018-06-01/runtime/invocation/${encodeURIComponent(requestId)}/response`,
      headers: {
        'Lambda-Runtime-Function-Response-Mode': 'streaming',
        Trailer: ['Lambda-Runtime-Function-Error-Type', 'Lambda-Runtime-Function-Error-Body'],
        'Content-Type': 'application/octet-stream',
        'Transfer-Encoding': 'chunked',
      },
      agent,
    });
    this.#reply = replyTo(this.#request);
    customize(this.#request, loadErrors);
    this.writable = writingHalf(this.#request);
  }

  /**
   * Waits until the handler is done and its stream was taken. A stream may still be piped to when the handler has
   * returned, so only an empty event loop tells that nothing will end it: until its end the connection does not keep
   * the loop alive.
   */
  async settle(result, { onEmptyLoop, problem }) {
    if (typeof result?.then !== 'function') {
      throw problem('Streaming does not support non-async handlers.');
    }

    if (await result !== undefined) {
      console.warn('Streaming handlers ignore return values.');
    }

    if (!this.#request.writableEnded) {
      this.#onSocket((socket) => socket.unref());
      this.#request.once('finish', () => this.#onSocket((socket) => socket.ref()));
    }

    await Promise.race([this.#reply, new Promise(onEmptyLoop)]);
    if (!this.#request.writableFinished) {
      throw problem('Response stream is not finished.');
    }
  }

  #onSocket(act) {
    if (this.#request.socket) {
      act(this.#request.socket);
    } else {
      this.#request.once('socket', act);
    }
  }

  /** Ends the stream with the error in its trailers. */
  async fail({ errorType, ...rest }) {
    if (!this.#request.writableEnded) {
      this.#onSocket((socket) => socket.ref());
      this.#request.addTrailers({
        'Lambda-Runtime-Function-Error-Type': String(errorType).replace(/[^\x20-\x7e]/g, ''),
        'Lambda-Runtime-Function-Error-Body': Buffer.from(JSON.stringify({ errorType, ...rest })).toString('base64'),
      });
      this.#request.end();
    }

    await this.#reply.catch(() => {});
  }
}

function replyTo(request) {
  const reply = new Promise((resolve, reject) => {
    request.on('error', reject).on('response', (response) => response.on('end', resolve).on('error', reject).resume());
  });
  reply.catch(() => {}); // A handler may be running still; whoever awaits the reply hears of it.
  return reply;
}

function customize(request, loadErrors) {
  const write = request.write.bind(request);
  let isWritten = false;
  request.write = (chunk, encoding, callback) => {
    if (!isWritten) {
      request._onBeforeFirstWrite?.((part) => write(part));
    }

    const isWrittenAtOnce = write(isBytes(chunk) ? chunk : JSON.stringify(chunk), encoding, callback);
    isWritten = true;
    return isWrittenAtOnce;
  };
  request.setContentType = (contentType) => {
    if (isWritten) {
      throw loadErrors().create('InvalidStreamingOperation', 'Cannot set content-type, too late.');
    }

    request.setHeader('Content-Type', contentType);
  };
}

function isBytes(chunk) {
  return typeof chunk === 'string' || chunk instanceof Uint8Array;
}

function writingHalf(request) {
  const writable = Object.fromEntries(METHODS.map((name) => [name, request[name].bind(request)]));
  for (const name of PROPERTIES) {
    Object.defineProperty(writable, name, {
      get: () => request[name],
      set: (value) => {
        request[name] = value;
      },
    });
  }

  return writable;
}

module.exports = { ResponseStream };
//# sourceURL=file:///var/runtime/index.mjs
