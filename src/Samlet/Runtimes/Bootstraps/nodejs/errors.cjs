'use strict';
// The client's own errors, and errors as the Runtime API and the log show them.

const { isNativeError } = require('util').types;

const UNREADABLE = 'callback called with Error argument, but there was a problem while retrieving one or more of its '
  + 'message, name, and stack';
const WITH_SUFFIX = ['HandlerNotFound', 'MalformedHandlerName', 'CallbackHandlerDeprecated'];

/** Client 3 names its errors `Runtime.<type>` on their prototype. */
function createV3(type, message) {
  const { [type]: Type } = { [type]: class extends Error {} };
  Type.prototype.name = `Runtime.${type}`;
  return withoutFactory(new Type(message), createV3);
}

/** Client 4 names each error itself, so that log lines have the name too, and some classes end in Error. */
function createV4(type, message) {
  const className = WITH_SUFFIX.includes(type) ? `${type}Error` : type;
  const { [className]: Type } = { [className]: class extends Error {} };
  const error = new Type(message);
  error.name = `Runtime.${type}`;
  return withoutFactory(error, createV4);
}

function withoutFactory(error, factory) {
  Error.captureStackTrace(error, factory);
  return error;
}

/** The error object of the Runtime API, in its order: errorType, errorMessage, trace. */
function bodyV3(error) {
  try {
    return isNativeError(error) || isErrorLike(error)
      ? errorBody(error, error.stack.replaceAll('\x7f', '%7F').split('\n'))
      : { errorType: typeof error, errorMessage: error.toString(), trace: [] };
  } catch {
    return { errorType: 'handled', errorMessage: UNREADABLE };
  }
}

function bodyV4(error) {
  try {
    return error instanceof Error
      ? errorBody(error, error.stack?.replaceAll('\x7f', '%7F').split('\n') ?? [])
      : { errorType: typeof error, errorMessage: String(error), trace: [] };
  } catch {
    return { errorType: 'handled', errorMessage: UNREADABLE, trace: [] };
  }
}

function errorBody(error, trace) {
  return {
    errorType: error.name?.replaceAll('\x7f', '%7F'),
    errorMessage: error.message?.replaceAll('\x7f', '%7F'),
    trace,
  };
}

function isErrorLike(value) {
  return ['name', 'message', 'stack'].every((key) => value[key] && typeof value[key] === 'string');
}

/** Logs an error as JSON after its label; with JSON logs the label is not shown. */
function logWith(toBody, toMessage) {
  return (label, thrown, logsJson) => {
    const error = thrown instanceof Error ? thrown : new Error(toMessage(thrown));
    if (logsJson) {
      console.error(error);
    } else {
      console.error(label, `\t${stringify(error, toBody)}`);
    }
  };
}

function stringify(error, toBody) {
  try {
    return JSON.stringify(error, (_, value) => (value instanceof Error ? withOwnProperties(value) : value));
  } catch {
    return JSON.stringify(toBody(error));
  }
}

function withOwnProperties(error) {
  const shown = { errorType: error.name, errorMessage: error.message, code: error.code, ...error };
  if (typeof error.stack === 'string') {
    shown.stack = error.stack.split('\n');
  }

  return shown;
}

module.exports = {
  v3: { create: createV3, toBody: bodyV3, log: logWith(bodyV3, (thrown) => thrown) },
  v4: { create: createV4, toBody: bodyV4, log: logWith(bodyV4, String) },
};
//# sourceURL=file:///var/runtime/index.mjs
