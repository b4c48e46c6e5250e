'use strict';
// The connection to the Runtime API where none was inherited: on Windows, in worker threads, under a host that is not Samlet.

const net = require('net');
const { Reply } = require('./runtime-api.cjs');

class SocketConnection {
  #host;
  #socket;
  #reply;
  #onReply;

  /** Connects at once; `host` is host:port. */
  constructor(host) {
    this.#host = host;
    this.#open();
  }

  get(request, onReply) {
    this.#exchange(request, onReply);
  }

  post(request, onReply) {
    this.#exchange(request, onReply);
  }

  #exchange(request, onReply) {
    if (this.#socket.destroyed) {
      this.#open();
    }

    this.#reply = new Reply();
    this.#onReply = onReply;
    this.#socket.ref();
    this.#socket.write(request);
  }

  /** Only an exchange keeps the event loop alive: an empty loop means something to client 3. */
  #open() {
    const colon = this.#host.lastIndexOf(':');
    this.#socket = net.connect({ host: this.#host.slice(0, colon), port: Number(this.#host.slice(colon + 1)) });
    this.#socket.unref().setNoDelay(true).on('data', (bytes) => this.#receive(bytes)).on('error', () => {}).on('close', () => {
      if (this.#reply !== undefined) {
        process.exit(1); // Nobody is left to report to.
      }
    });
  }

  #receive(bytes) {
    const reply = this.#reply;
    let isComplete = false;
    for (let taken = 0; reply !== undefined && taken < bytes.length && !isComplete;) {
      const count = bytes.copy(reply.space, 0, taken);
      taken += count;
      isComplete = reply.advance(count);
    }

    if (isComplete) {
      this.#reply = undefined;
      this.#socket.unref();
      this.#onReply(reply);
    }
  }
}

module.exports = { SocketConnection };
//# sourceURL=file:///var/runtime/index.mjs
