'use strict';
// The lines that the patched console writes, as text or JSON, to standard output or in frames to the platform's log
// descriptor.

const { writeSync } = require('fs');
const { format } = require('util');

/** Makes `log(level, rank, message, params)`; the context tells the request and tenant of the moment. */
function createLog(settings, context) {
  const toLine = settings.logsJson ? jsonLine(settings.generation, context) : textLine(context);
  return settings.frameDescriptor === undefined ? toLines(toLine, settings) : toFrames(toLine, settings);
}

function textLine(context) {
  return (time, level, message, params) => {
    const text = format(message, ...params);
    return `${time.toISOString()}\t${context.requestId()}\t${level}\t${text}`;
  };
}

function jsonLine(generation, context) {
  return (time, level, message, params) => {
    const line = {
      timestamp: time.toISOString(),
      level,
      requestId: context.requestId(),
      tenantId: context.tenantId() || undefined,
    };
    if (params.length === 0) {
      return messageLine(line, message);
    }

    line.message = format(message, ...params);
    const error = (generation === 4 ? params : [message, ...params]).find((param) => param instanceof Error);
    return JSON.stringify(error === undefined ? line : { ...line, ...errorFields(error, []) });
  };
}

/** A single argument stays JSON; what JSON cannot hold becomes text. */
function messageLine(line, message) {
  try {
    return JSON.stringify({ ...line, message }, (_, value) => (
      value instanceof Error ? { ...errorFields(value, value.stack), ...value } : value));
  } catch {
    return JSON.stringify({ ...line, message: format(message) });
  }
}

function errorFields(error, otherStack) {
  return {
    errorType: error.constructor?.name ?? 'UnknownError',
    errorMessage: error.message,
    stackTrace: typeof error.stack === 'string' ? error.stack.split('\n') : otherStack,
  };
}

/** One line is one event on Lambda, so line breaks inside become carriage returns. */
function toLines(toLine, { lineDescriptor }) {
  return (level, rank, message, params) => {
    writeAll(lineDescriptor, Buffer.from(`${toLine(new Date(), level, message, params).replace(/\n/g, '\r')}\n`));
  };
}

/**
 * A frame is, big-endian: 4 bytes type (0xa55a0000, the level's rank in bits 2 to 4, 2 for a timestamp, 1 for text),
 * 4 bytes length of the message, 8 bytes microseconds since the epoch, and the message in UTF-8.
 */
function toFrames(toLine, { logsJson, frameDescriptor }) {
  return (level, rank, message, params) => {
    const time = new Date();
    const text = Buffer.from(toLine(time, level, message, params) + (logsJson ? '' : '\n'));
    const head = Buffer.alloc(16);
    head.writeUInt32BE((0xa55a0002 | (rank << 2) | (logsJson ? 0 : 1)) >>> 0, 0);
    head.writeUInt32BE(text.length, 4);
    head.writeBigUInt64BE(BigInt(time.getTime()) * 1000n, 8);
    writeAll(frameDescriptor, Buffer.concat([head, text]));
  };
}

function writeAll(descriptor, bytes) {
  for (let written = 0; written < bytes.length;) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      if (error.code !== 'EAGAIN') {
        throw error;
      }

      process.stdout._handle?.setBlocking?.(true); // Whoever shares the pipe made it non-blocking: a parent or a child.
    }
  }
}

module.exports = { createLog };
//# sourceURL=file:///var/runtime/index.mjs
