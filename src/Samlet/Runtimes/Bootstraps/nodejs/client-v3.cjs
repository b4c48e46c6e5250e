'use strict';
// The service's client 3, of nodejs16.x to nodejs22.x: callbacks, promises, and invocations that end when the event
// loop is empty.

const { existsSync } = require('fs');
const path = require('path');
const handlers = require('./handler.cjs');

// Symbols of the service's client that loggers and frameworks are known to read.
const BEFORE_EXIT = Symbol.for('aws.lambda.beforeExit');
const REQUEST_ID = Symbol.for('aws.lambda.runtime.requestId');
const TENANT_ID = Symbol.for('aws.lambda.runtime.tenantId');

const logContext = { requestId: () => globalThis[REQUEST_ID], tenantId: () => globalThis[TENANT_ID] };
const loadErrors = () => require('./errors.cjs').v3;

function onEmptyLoop(listener) {
  globalThis[BEFORE_EXIT] = listener;
}

function start(api, settings) {
  const faults = new Faults(api, settings.logsJson);
  process.on('uncaughtException', (error) => faults.end('Uncaught Exception', error, 129));
  process.on('unhandledRejection', (reason, promise) => {
    const error = Object.assign(loadErrors().create('UnhandledPromiseRejection', reason), { reason, promise });
    faults.end('Unhandled Promise Rejection', error, 128);
  });
  onEmptyLoop(() => {});
  process.on('beforeExit', () => globalThis[BEFORE_EXIT]());
  handlers.defineGlobal();
  run(api, settings, faults).catch((error) => setImmediate(() => {
    throw error; // Thrown by the service's top-level await: the function's own listeners hear of it too.
  }));
}

async function run(api, settings, faults) {
  const handler = await load(settings.taskRoot, settings.handler);
  const streams = handlers.isStreaming(handler, loadErrors);
  if (handler.length === 3 && !streams && !isAsync(handler)) {
    warnOfCallback();
  }

  new Runtime(api, handler, { settings, faults, streams }).scheduleIteration();
}

async function load(taskRoot, name) {
  const { folder, module, exportPath } = handlers.parseHandler(name, loadErrors);
  const loaded = await loadUserApp(taskRoot, folder, module);
  const handler = exportPath.split('.').reduce((value, key) => value && value[key], loaded);
  if (!handler) {
    throw loadErrors().create('HandlerNotFound', `${name} is undefined or not exported`);
  }

  if (typeof handler !== 'function') {
    throw loadErrors().create('HandlerNotFound', `${name} is not a function`);
  }

  return handler;
}

async function loadUserApp(taskRoot, folder, name) {
  try {
    return await loadModule(taskRoot, folder, name);
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw loadErrors().create('UserCodeSyntaxError', error);
    }

    throw error.code === 'MODULE_NOT_FOUND' ? loadErrors().create('ImportModuleError', error) : error;
  }
}

/** CommonJS by require, ES modules by import; which of them a .js file is follows from package.json alone. */
async function loadModule(taskRoot, folder, name) {
  const file = path.resolve(taskRoot, folder, name);
  const bare = requireIfPresent(file);
  if (bare) {
    return bare;
  }

  const isModule = handlers.packageType(file, taskRoot) === 'module';
  return (isModule ? await importIfPresent(`${file}.js`) : requireIfPresent(`${file}.js`))
    || await importIfPresent(`${file}.mjs`)
    || requireIfPresent(`${file}.cjs`)
    || handlers.requirePackage(name, [taskRoot, folder]);
}

function requireIfPresent(file) {
  return existsSync(file) ? handlers.requireFile(file) : undefined;
}

async function importIfPresent(file) {
  return existsSync(file) ? await handlers.importFile(file) : undefined;
}

function isAsync(handler) {
  return handler.constructor?.name === 'AsyncFunction';
}

function warnOfCallback() {
  if (process.env.AWS_LAMBDA_NODEJS_DISABLE_CALLBACK_WARNING === undefined) {
    console.warn('WARN: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. '
      + 'You will need to modify this function to use a supported handler signature when upgrading to Node.js 24 or '
      + 'later. To disable this warning, set the AWS_LAMBDA_NODEJS_DISABLE_CALLBACK_WARNING environment variable. For '
      + 'more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.');
  }
}

/** Errors that nobody caught end the process, and before that the init phase or the invocation that runs. */
class Faults {
  #logsJson;

  constructor(api, logsJson) {
    this.api = api;
    this.#logsJson = logsJson;
    this.requestId = undefined;
    this.isEnding = false;
  }

  log(label, error) {
    loadErrors().log(label, error, this.#logsJson);
  }

  /** In the init phase the function's own listeners, which come later, still hear of the error. */
  end(label, error, exitCode) {
    const exit = () => process.exit(exitCode);
    this.isEnding = true;
    this.log(label, error);
    this.post(error, this.requestId === undefined ? () => setImmediate(exit) : exit);
  }

  post(error, done) {
    const body = loadErrors().toBody(error);
    if (this.requestId === undefined) {
      this.api.postInitError(body.errorType, JSON.stringify(body), done);
    } else {
      this.api.postError(this.requestId, JSON.stringify(body), done);
    }
  }
}

class Runtime {
  constructor(api, handler, { settings, faults, streams }) {
    this.api = api;
    this.handler = handler;
    this.settings = settings;
    this.faults = faults;
    this.handleOnce = streams ? this.handleOnceStreaming : this.handleOnceNonStreaming;
  }

  scheduleIteration() {
    setImmediate(() => this.faults.isEnding || this.handleOnce().catch((error) => {
      console.log(`Unexpected Top Level Error: ${error}`);
      this.faults.post(error, () => process.exit(129));
    }));
  }

  async handleOnceNonStreaming() {
    const { headers, body } = await this.api.next();
    this.enter(headers);
    const { context, callback, endUnanswered } = createOutcome(this);
    try {
      onEmptyLoop(endUnanswered);
      const result = this.handler(JSON.parse(body), attachData(context, headers), callback);
      if (isPromise(result)) {
        result.then(context.succeed, context.fail).catch(context.fail);
      }
    } catch (error) {
      callback(error);
    }
  }

  async handleOnceStreaming() {
    const { headers, body } = await this.api.next();
    const requestId = this.enter(headers);
    const { ResponseStream } = require('./response-stream.cjs');
    const highWaterMark = handlers.highWaterMark(this.handler);
    const response = new ResponseStream(this.settings.runtimeApi, requestId, { highWaterMark, loadErrors });
    const context = createContext();
    try {
      onEmptyLoop(() => this.scheduleIteration());
      attachData(context, headers);
      const result = this.handler(JSON.parse(body), response.writable, context);
      await response.settle(result, { onEmptyLoop, problem: (message) => message });
    } catch (error) {
      this.faults.log('Invoke Error', error);
      await response.fail(loadErrors().toBody(error));
    }

    this.scheduleAfterStream(context);
  }

  scheduleAfterStream(context) {
    onEmptyLoop(() => {});
    if (context.callbackWaitsForEmptyEventLoop) {
      onEmptyLoop(() => setImmediate(() => this.scheduleIteration()));
    } else {
      this.scheduleIteration();
    }
  }

  /** From here on the invocation is what logs and faults are about. */
  enter(headers) {
    const requestId = headers['lambda-runtime-aws-request-id'];
    this.faults.requestId = requestId;
    globalThis[REQUEST_ID] = requestId;
    globalThis[TENANT_ID] = headers['lambda-runtime-aws-tenant-id'];
    return requestId;
  }

  respond(result) {
    this.api.postResponse(this.faults.requestId, serialize(result), () => this.scheduleIteration());
  }

  fail(error) {
    this.faults.log('Invoke Error', error);
    this.faults.post(error, () => this.scheduleIteration());
  }
}

/** The ways in which a handler can answer; the first of them that is called counts. */
function createOutcome(runtime) {
  let isCalled = false;
  let isAnswered = false;
  const once = (act) => (...args) => {
    if (!isCalled) {
      act(...args);
      isCalled = true; // Not before: an answer that cannot be serialized may be followed by its error.
    }
  };
  const answer = (result) => {
    if (isAnswered) {
      console.error('Invocation has already been reported as done. '
        + 'Cannot call complete more than once per invocation.');
    } else {
      isAnswered = true;
      runtime.respond(result);
    }
  };
  const end = (error, onSuccess) => {
    onEmptyLoop(() => {});
    if (error === undefined || error === null) {
      onSuccess();
    } else {
      runtime.fail(error);
    }
  };
  const context = Object.assign(createContext(), {
    succeed: once((result) => end(null, () => answer(result))),
    fail: once((error) => end(error ?? 'handled')),
    done: once((error, result) => end(error, () => answer(result))),
  });
  const callback = once((error, result) => end(error, () => {
    if (context.callbackWaitsForEmptyEventLoop) {
      onEmptyLoop(() => setImmediate(() => answer(result)));
    } else {
      answer(result);
    }
  }));
  const endUnanswered = () => {
    isAnswered = true;
    if (isAsync(runtime.handler)) {
      runtime.fail(loadErrors().create('NodeJsExit', NODE_EXIT));
    } else {
      runtime.respond(null);
    }
  };
  return { context, callback, endUnanswered };
}

const NODE_EXIT = 'The Lambda runtime client detected an unexpected Node.js exit code. '
  + 'This is most commonly caused by a Promise that was never settled. '
  + 'For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes';

function createContext() {
  let isWaiting = true;
  return {
    get callbackWaitsForEmptyEventLoop() {
      return isWaiting;
    },
    set callbackWaitsForEmptyEventLoop(value) {
      isWaiting = value;
    },
  };
}

/** Adds what a function reads from its context, in the service's order, and the trace ID to the environment. */
function attachData(context, headers) {
  const traceId = headers['lambda-runtime-trace-id'];
  if (traceId) {
    process.env._X_AMZN_TRACE_ID = traceId;
  } else {
    delete process.env._X_AMZN_TRACE_ID;
  }

  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  return Object.assign(context, {
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: parseHeader(headers['lambda-runtime-client-context'], 'ClientContext'),
    identity: parseHeader(headers['lambda-runtime-cognito-identity'], 'CognitoIdentity'),
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    tenantId: headers['lambda-runtime-aws-tenant-id'],
    getRemainingTimeInMillis: () => deadline - Date.now(),
  });
}

function parseHeader(json, name) {
  try {
    return json ? JSON.parse(json) : undefined;
  } catch (error) {
    throw new Error(`Cannot parse ${name} as json: ${error}`);
  }
}

function serialize(result) {
  const json = toJson(result);
  if (json === undefined) {
    throw new TypeError('Wrong arguments'); // The native client's word for what JSON leaves out: a function, a symbol.
  }

  return json;
}

function toJson(result) {
  try {
    return JSON.stringify(result === undefined ? null : result);
  } catch {
    throw new Error('Unable to stringify response body');
  }
}

function isPromise(value) {
  return value && typeof value.then === 'function';
}

module.exports = { logContext, start };
//# sourceURL=file:///var/runtime/index.mjs
