'use strict';
// Drives one execution environment: patches the console, loads the handler, then serves the Runtime API until it is
// killed.
//
// Everything that most invocations never need (errors, log lines, streams, TCP) is a file of its own, loaded on first
// use: node itself takes some 45 ms to start, and this file may add only about one. The files are .cjs so that node
// looks for no package.json above the cache folder. The last line gives stack traces the file name that they have on
// Lambda.

const { env } = process;

const generation = clientGeneration();
const isConcurrent = generation === 4 && env.AWS_LAMBDA_MAX_CONCURRENCY !== undefined;
const descriptor = take('_SAMLET_RUNTIME_API_FD');
const settings = {
  generation,
  runtimeApi: env.AWS_LAMBDA_RUNTIME_API,
  handler: env._HANDLER ?? '',
  taskRoot: env.LAMBDA_TASK_ROOT || process.cwd(),
  logsJson: isConcurrent || env.AWS_LAMBDA_LOG_FORMAT?.toUpperCase() === 'JSON',
  logLevel: env.AWS_LAMBDA_LOG_LEVEL?.toUpperCase(),
  frameDescriptor: take('_LAMBDA_TELEMETRY_LOG_FD'),
  lineDescriptor: 1,
};

const packages = env._SAMLET_PACKAGES;
if (packages !== undefined) {
  require('./handler.cjs').usePackages(packages);
  delete env._SAMLET_PACKAGES;
}

// Node has read the whole search path; the function sees Lambda's part of it.
const globalPackages = env._SAMLET_GLOBAL_PACKAGES;
const searchPath = env.NODE_PATH;
if (globalPackages !== undefined) {
  env.NODE_PATH = searchPath.slice(0, -globalPackages.length - 1);
  delete env._SAMLET_GLOBAL_PACKAGES;
}

delete process.mainModule; // The service's entry is an ES module, so functions find `require.main` undefined.
blockStandardStreams();
if (isConcurrent) {
  startConcurrently();
} else {
  const connection = connect();
  start(connection, connection);
}

function start(getConnection, postConnection) {
  const { RuntimeApi } = require('./runtime-api.cjs');
  const client = require(generation === 4 ? './client-v4.cjs' : './client-v3.cjs');
  patchConsole(client.logContext);
  client.start(new RuntimeApi(settings.runtimeApi, getConnection, postConnection), settings);
}

/** The process only starts threads; each of them comes here again, and posts answers while it waits for events. */
async function startConcurrently() {
  const { openLog, startWorkers } = require('./multi-concurrency.cjs');
  if (require('worker_threads').isMainThread) {
    patchConsole({ requestId: () => undefined, tenantId: () => undefined });
    startWorkers(__filename, {
      ...env,
      ...(packages !== undefined && { _SAMLET_PACKAGES: packages }),
      ...(globalPackages !== undefined && { _SAMLET_GLOBAL_PACKAGES: globalPackages, NODE_PATH: searchPath }),
    });
  } else {
    settings.lineDescriptor = await openLog();
    start(connectBySocket(), connectBySocket());
  }
}

/**
 * The service runs client 4 for nodejs24.x and later, and for nodejs22.x with multi-concurrency. The template
 * decides, not the node that is installed here.
 */
function clientGeneration() {
  const [, template] = /^AWS_Lambda_nodejs(\d+)\./.exec(env.AWS_EXECUTION_ENV) ?? [];
  const version = Number.parseInt(template ?? process.versions.node, 10);
  return version >= 24 || (version === 22 && env.AWS_LAMBDA_MAX_CONCURRENCY !== undefined) ? 4 : 3;
}

/** Reads a descriptor number that is meant for the client only and takes it out of what the function sees. */
function take(name) {
  const number = Number.parseInt(env[name], 10);
  delete env[name];
  return Number.isNaN(number) ? undefined : number;
}

/**
 * Connected by Samlet (see runtime-api.cjs), or over TCP; that starts before the handler is loaded, so that the two
 * overlap.
 */
function connect() {
  if (descriptor === undefined) {
    return connectBySocket();
  }

  const { DescriptorConnection } = require('./runtime-api.cjs');
  return new DescriptorConnection(descriptor);
}

function connectBySocket() {
  const { SocketConnection } = require('./socket-connection.cjs');
  return new SocketConnection(settings.runtimeApi);
}

/**
 * What was printed has to be in the pipe before the next event is asked for and before the process exits, but node
 * queues what does not fit into a pipe. The streams cost more than a millisecond to make, so this happens when the
 * function first uses them.
 */
function blockStandardStreams() {
  for (const name of ['stdout', 'stderr']) {
    const property = Object.getOwnPropertyDescriptor(process, name);
    Object.defineProperty(process, name, {
      ...property,
      get() {
        Object.defineProperty(process, name, property);
        process[name]._handle?.setBlocking?.(true);
        return process[name];
      },
    });
  }
}

/** Levels below AWS_LAMBDA_LOG_LEVEL are dropped, in both formats. */
function patchConsole(context) {
  const levels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];
  const lowest = Math.max(0, levels.indexOf(settings.logLevel));
  let log;
  for (const [rank, level] of levels.entries()) {
    console[level.toLowerCase()] = rank < lowest
      ? () => {}
      : (message, ...params) => {
        log ??= require('./logging.cjs').createLog(settings, context);
        log(level, rank + 1, message, params);
      };
  }

  console.log = console.info;
}
//# sourceURL=file:///var/runtime/index.mjs
