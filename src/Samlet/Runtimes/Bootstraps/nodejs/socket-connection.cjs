'use strict';
// The connection to the Runtime API where none was inherited: on Windows, in worker threads, under a host that is not
// Samlet.

const net = require('net');
const { Reply } = require('./runtime-api.cjs');

class SocketConnection {
  #host;
  #socket;
  #reply;
  #exchanges = [];

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

  /** One at a time: a fault may be posted while something else still is. */
  #exchange(request, onReply) {
    if (this.#exchanges.push({ request, onReply }) === 1) {
      this.#send();
    }
  }

  #send() {
    if (this.#socket.destroyed) {
      this.#open();
    }

    this.#reply = new Reply();
    this.#socket.ref();
    this.#socket.write(this.#exchanges[0].request);
  }

  /** Only an exchange keeps the event loop alive: an empty loop means something to client 3. */
  #open() {
    const colon = this.#host.lastIndexOf(':');
    this.#socket = net.connect({ host: this.#host.slice(0, colon), port: Number(this.#host.slice(colon + 1)) });
    this.#socket.unref().setNoDelay(true);
    this.#socket.on('data', (bytes) => this.#receive(bytes));
    this.#socket.on('error', () => {}); // 'close' follows.
    this.#socket.on('close', () => {
      if (this.#exchanges.length > 0) {
        process.exit(1); // Nobody is left to report to.
      }
    });
  }

  #receive(bytes) {
    for (let taken = 0; taken < bytes.length && this.#exchanges.length > 0;) {
      const count = bytes.copy(this.#reply.space, 0, taken);
      taken += count;
      if (this.#reply.advance(count)) {
        this.#finish(this.#reply);
      }
    }
  }

  #finish(reply) {
    this.#socket.unref();
    this.#exchanges[0].onReply(reply);
    this.#exchanges.shift();
    if (this.#exchanges.length > 0) {
      this.#send();
    }
  }
}

module.exports = { SocketConnection };
//# sourceURL=file:///var/runtime/index.mjs
