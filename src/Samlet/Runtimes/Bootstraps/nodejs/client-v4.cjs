'use strict';
// The service's client 4, of nodejs24.x and later and of nodejs22.x with multi-concurrency: promises only, nothing
// waits for an empty event loop, and node's own rules apply to errors that nobody catches.

const { existsSync, readFileSync } = require('fs');
const path = require('path');
const handlers = require('./handler.cjs');

const LOADER_OPTIONS = ['-r', '--require', '--import', '--loader', '--experimental-loader'];
const REQUIRED_VARIABLES = [
  'AWS_LAMBDA_FUNCTION_NAME', 'AWS_LAMBDA_FUNCTION_VERSION', 'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_LOG_GROUP_NAME', 'AWS_LAMBDA_LOG_STREAM_NAME',
];

const loadErrors = () => require('./errors.cjs').v4;
let logsJson;

function logError(label, error) {
  loadErrors().log(label, error, logsJson);
}

/** Data of the running invocation, for `awslambda.InvokeStore` and the package @aws/lambda-invoke-store. */
class InvokeStoreBase {
  static PROTECTED_KEYS = {
    REQUEST_ID: Symbol.for('_AWS_LAMBDA_REQUEST_ID'),
    X_RAY_TRACE_ID: Symbol.for('_AWS_LAMBDA_X_RAY_TRACE_ID'),
    TENANT_ID: Symbol.for('_AWS_LAMBDA_TENANT_ID'),
  };

  isProtectedKey(key) {
    return Object.values(InvokeStoreBase.PROTECTED_KEYS).includes(key);
  }

  getRequestId() {
    return this.get(InvokeStoreBase.PROTECTED_KEYS.REQUEST_ID) ?? '-';
  }

  getXRayTraceId() {
    return this.get(InvokeStoreBase.PROTECTED_KEYS.X_RAY_TRACE_ID);
  }

  getTenantId() {
    return this.get(InvokeStoreBase.PROTECTED_KEYS.TENANT_ID);
  }

  refuseProtected(key) {
    if (this.isProtectedKey(key)) {
      throw new Error(`Cannot modify protected Lambda context field: ${String(key)}`);
    }
  }
}

class InvokeStoreSingle extends InvokeStoreBase {
  currentContext;

  getContext() {
    return this.currentContext;
  }

  hasContext() {
    return this.currentContext !== undefined;
  }

  get(key) {
    return this.currentContext?.[key];
  }

  set(key, value) {
    this.refuseProtected(key);
    this.currentContext ??= {};
    this.currentContext[key] = value;
  }

  run(context, action) {
    this.currentContext = context;
    return action();
  }
}

const isConcurrent = process.env.AWS_LAMBDA_MAX_CONCURRENCY !== undefined;
const concurrency = isConcurrent ? require('./multi-concurrency.cjs') : undefined;
const invokeStore = isConcurrent ? concurrency.createInvokeStore(InvokeStoreBase) : new InvokeStoreSingle();
const logContext = { requestId: () => invokeStore.getRequestId(), tenantId: () => invokeStore.getTenantId() };

function start(api, settings) {
  ({ logsJson } = settings);
  handlers.defineGlobal({ InvokeStore: invokeStore });
  ignition(api, settings);
}

async function ignition(api, settings) {
  const runtime = await createRuntime(api, settings);
  await runtime.start();
}

async function createRuntime(api, settings) {
  try {
    const { handler, streams } = await UserFunctionLoader.load(settings.taskRoot, settings.handler);
    const processor = streams
      ? new StreamingInvokeProcessor(settings.runtimeApi, handler)
      : new BufferedInvokeProcessor(api, handler);
    return new _Runtime(api, processor);
  } catch (error) {
    logError('Init Error', error);
    const body = loadErrors().toBody(error);
    await new Promise((resolve) => api.postInitError(body.errorType, JSON.stringify(body), resolve));
    throw error;
  }
}

class UserFunctionLoader {
  static async load(taskRoot, name) {
    const { folder, module, exportPath } = handlers.parseHandler(name, loadErrors);
    const handler = findHandler(await loadModule(taskRoot, folder, module), exportPath, name);
    const streams = handlers.isStreaming(handler, loadErrors);
    if (handler.length >= 3 && !streams) {
      throw loadErrors().create('CallbackHandlerDeprecated', callbackMessage());
    }

    return { handler, streams };
  }
}

/** The export, or for CommonJS the property of that name of the default export. */
function findHandler(module, exportPath, name) {
  const handler = findIn(module, exportPath) || findIn(module.default, exportPath);
  if (!handler) {
    throw loadErrors().create('HandlerNotFound', `${name} is undefined or not exported`);
  }

  if (typeof handler !== 'function') {
    throw loadErrors().create('HandlerNotFound', `${name} is not a function`);
  }

  return handler;
}

function findIn(module, exportPath) {
  const step = (value, key) => (value && typeof value === 'object' ? value[key] : undefined);
  return exportPath.split('.').reduce(step, module);
}

function callbackMessage() {
  const reason = process.env.AWS_EXECUTION_ENV === 'AWS_Lambda_nodejs22.x'
    ? 'ERROR: AWS Lambda does not support callback-based function handlers when using Node.js 22 with Managed '
      + 'Instances. To use Managed Instances, modify this function to use a supported handler signature.'
    : 'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. '
      + 'You need to modify this function to use a supported handler signature to use Node.js 24 or later.';
  return `${reason} For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.`;
}

async function loadModule(taskRoot, folder, name) {
  try {
    const file = path.resolve(taskRoot, folder, name);
    for (const extension of ['', '.js', '.mjs', '.cjs']) {
      if (existsSync(file + extension)) {
        return await importModule(file + extension, taskRoot);
      }
    }

    return handlers.requirePackage(name, [taskRoot, path.join(taskRoot, folder)]);
  } catch (error) {
    if (error instanceof SyntaxError) {
      const shown = loadErrors().create('UserCodeSyntaxError', error);
      shown.stack = error.stack;
      throw shown;
    }

    const isMissing = error instanceof Error && error.code === 'MODULE_NOT_FOUND';
    throw isMissing ? loadErrors().create('ImportModuleError', error) : error;
  }
}

/**
 * The service imports every kind of file. But the first import() of a process makes node set up its loader for ES
 * modules, which takes milliseconds, and for a CommonJS file it leaves only two traces: the module has no parent, and
 * its exports are the namespace's default. Both are had by loading it directly. Exports that are not a plain object
 * are left to import(), which alone knows what names it finds in the source, and so are programs with hooks in the
 * loader; node does not run the module again.
 */
async function importModule(file, taskRoot) {
  if (isCommonJs(file, taskRoot) && !hasLoaderHooks()) {
    const exported = handlers.loadDetached(file);
    if (typeof exported === 'object' && exported !== null) {
      return { default: exported };
    }
  }

  return await handlers.importFile(file);
}

function isCommonJs(file, taskRoot) {
  const extension = path.extname(file);
  if (extension !== '.js') {
    return extension === '.cjs';
  }

  const type = handlers.packageType(file, taskRoot);
  return type === 'commonjs' || (type !== 'module' && !hasModuleSyntax(readFileSync(file, 'utf8')));
}

/**
 * Whether a statement begins like an import or export declaration; an error (inside a template string) only costs time.
 * The words come first, since compiling the expression takes longer than loading a small function.
 */
function hasModuleSyntax(source) {
  if (!['import', 'export ', 'export{', 'export*'].some((word) => source.includes(word))) {
    return false;
  }

  const statement = /(?:^|[\n\r;}]|\*\/)[ \t]*(?:import\s*["'{*]|import\s+[\w$]|export\s*[{*]|export\s+[a-z])/;
  return statement.test(source) || source.includes('import.meta');
}

function hasLoaderHooks() {
  const options = [...(process.env.NODE_OPTIONS?.split(' ') ?? []), ...process.execArgv];
  return options.some((option) => LOADER_OPTIONS.includes(option.split('=')[0]));
}

class _Runtime {
  constructor(api, processor) {
    this.api = api;
    this.processor = processor;
  }

  async start() {
    await (isConcurrent ? this.processMultiConcurrent() : this.processSingleConcurrent());
  }

  async processSingleConcurrent() {
    for (;;) {
      const { context, event } = readInvocation(await this.api.next());
      await this.runWithInvokeContext(context, () => this.processor.processInvoke(context, event));
    }
  }

  async processMultiConcurrent() {
    for (;;) {
      const { context, event } = readInvocation(await concurrency.next(this.api, logError));
      setImmediate(() => this.runWithInvokeContext(context, () => this.processor.processInvoke(context, event)));
    }
  }

  async runWithInvokeContext({ awsRequestId, xRayTraceId, tenantId }, invoke) {
    const store = await invokeStore;
    const { REQUEST_ID, X_RAY_TRACE_ID, TENANT_ID } = InvokeStoreBase.PROTECTED_KEYS;
    return store.run({ [REQUEST_ID]: awsRequestId, [X_RAY_TRACE_ID]: xRayTraceId, [TENANT_ID]: tenantId }, invoke);
  }
}

function readInvocation({ headers, body }) {
  return { context: buildContext(headers), event: JSON.parse(body) };
}

class BufferedInvokeProcessor {
  constructor(api, handler) {
    this.api = api;
    this.handler = handler;
  }

  async processInvoke(context, event) {
    try {
      const result = await this.handler(event, context);
      await nextTurn();
      await this.post('postResponse', context, serialize(result));
    } catch (error) {
      await nextTurn();
      logError('Invoke Error', error);
      await this.post('postError', context, JSON.stringify(loadErrors().toBody(error)));
    }
  }

  post(kind, { awsRequestId }, json) {
    return new Promise((resolve) => this.api[kind](awsRequestId, json, resolve));
  }
}

class StreamingInvokeProcessor {
  constructor(runtimeApi, handler) {
    this.runtimeApi = runtimeApi;
    this.handler = handler;
  }

  async processInvoke(context, event) {
    const { ResponseStream } = require('./response-stream.cjs');
    const highWaterMark = handlers.highWaterMark(this.handler);
    const response = new ResponseStream(this.runtimeApi, context.awsRequestId, { highWaterMark, loadErrors });
    try {
      const result = this.handler(event, response.writable, context);
      const onEmptyLoop = (listener) => process.once('beforeExit', listener);
      await response.settle(result, { onEmptyLoop, problem: (message) => new Error(message) });
    } catch (error) {
      await nextTurn();
      logError('Invoke Error', error);
      await response.fail(loadErrors().toBody(error));
    }
  }
}

/** What the handler left for the rest of this turn of the event loop comes before its answer is posted. */
function nextTurn() {
  return new Promise((resolve) => setImmediate(resolve));
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
    throw loadErrors().create('JSONStringifyError', 'Unable to stringify response body');
  }
}

/** What a function reads from its context, in the service's order; the trace ID also goes to the environment. */
function buildContext(headers) {
  requireEnvironment();
  requireHeaders(headers);
  const context = Object.assign(headerData(headers), {
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
  });
  if (!isConcurrent) {
    setTraceId(context.xRayTraceId);
  }

  return context;
}

function setTraceId(traceId) {
  if (traceId) {
    process.env._X_AMZN_TRACE_ID = traceId;
  } else {
    delete process.env._X_AMZN_TRACE_ID;
  }
}

function requireEnvironment() {
  const missing = REQUIRED_VARIABLES.filter((name) => !process.env[name]);
  if (missing.length > 0) {
    throw loadErrors().create('PlatformError', `Missing required environment variables: ${missing.join(', ')}`);
  }
}

function requireHeaders(headers) {
  const missing = ['lambda-runtime-invoked-function-arn', 'lambda-runtime-aws-request-id', 'lambda-runtime-deadline-ms']
    .filter((name) => !(name in headers));
  if (missing.length > 0) {
    throw loadErrors().create('PlatformError', `Missing required headers: ${missing.join(', ')}`);
  }
}

function headerData(headers) {
  const deadline = Number.parseInt(headers['lambda-runtime-deadline-ms'], 10);
  if (Number.isNaN(deadline)) {
    throw loadErrors().create('PlatformError', 'Invalid deadline timestamp');
  }

  const clientContext = parseHeader(headers, 'lambda-runtime-client-context');
  const w3cFields = takeW3cFields(clientContext);
  return {
    clientContext,
    identity: parseHeader(headers, 'lambda-runtime-cognito-identity'),
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    tenantId: headers['lambda-runtime-aws-tenant-id'],
    xRayTraceId: headers['lambda-runtime-trace-id'],
    getRemainingTimeInMillis: () => deadline - Date.now(),
    w3c: () => w3cFields,
  };
}

function parseHeader(headers, name) {
  try {
    return headers[name] ? JSON.parse(headers[name]) : undefined;
  } catch (error) {
    throw loadErrors().create('PlatformError', `Failed to parse ${name} as JSON: ${error.message}`);
  }
}

/** W3C trace context comes in the client context but is read from the context only. */
function takeW3cFields(clientContext) {
  const source = clientContext?.w3c;
  delete clientContext?.w3c;
  const names = ['traceparent', 'tracestate', 'baggage'].filter((name) => typeof source?.[name] === 'string');
  return Object.freeze(Object.fromEntries(names.map((name) => [name, source[name]])));
}

module.exports = { logContext, start };
//# sourceURL=file:///var/runtime/index.mjs
