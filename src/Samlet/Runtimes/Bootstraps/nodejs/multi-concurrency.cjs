'use strict';
// Multi-concurrency (AWS_LAMBDA_MAX_CONCURRENCY, client 4): worker threads that each load the function once and run
// any number of its invocations at a time; the server limits them.

const { AsyncLocalStorage } = require('async_hooks');
const { readFileSync } = require('fs');
const os = require('os');

// The service's: 20 attempts, the last one a little more than 15 minutes after the first.
const RETRIES = 19;
const LONGEST_DELAY_MS = 90_000;

/** Starts the threads; each runs the bootstrap anew. Their flags do without those that the heap of a process needs. */
function startWorkers(bootstrap, env) {
  const { Worker } = require('worker_threads');
  const execArgv = process.execArgv.filter(
    (flag) => !['--expose-gc', '--max-semi-space-size', '--max-old-space-size'].some((name) => flag.startsWith(name)));
  for (let count = workerCount(); count > 0; count--) {
    const worker = new Worker(bootstrap, { env, execArgv });
    worker.on('error', (error) => console.error(error)); // What ended it; the others go on.
  }
}

function workerCount() {
  return Number.parseInt(process.env.AWS_LAMBDA_NODEJS_WORKER_COUNT, 10) || 8 * processorCount();
}

/** As the control group allows: quota and period, or `max` and period. */
function processorCount() {
  try {
    const [quota, period] = readFileSync('/sys/fs/cgroup/cpu.max', 'utf8').trim().split(' ');
    return quota === 'max' ? os.cpus().length : Math.ceil(quota / period) || 1;
  } catch {
    return 1;
  }
}

/** Data of an invocation, found again by everything that it started. */
function createInvokeStore(InvokeStoreBase) {
  const storage = new AsyncLocalStorage();
  return new class InvokeStoreMulti extends InvokeStoreBase {
    getContext() {
      return storage.getStore();
    }

    hasContext() {
      return storage.getStore() !== undefined;
    }

    get(key) {
      return storage.getStore()?.[key];
    }

    set(key, value) {
      this.refuseProtected(key);
      if (storage.getStore() === undefined) {
        throw new Error('No context available');
      }

      storage.getStore()[key] = value;
    }

    run(context, action) {
      return storage.run(context, action);
    }
  }();
}

/** The next event; other invocations go on meanwhile, so a refusal is not the end. */
async function next(api, logError) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await api.next();
    } catch (error) {
      const isLast = attempt > RETRIES;
      const delay = Math.min(100 * 2 ** (attempt - 1), LONGEST_DELAY_MS);
      logError(
        isLast
          ? `Failed to get next invocation after ${attempt} attempts. Giving up.`
          : `Failed to get next invocation (attempt ${attempt}/${RETRIES + 1}). Retrying in ${delay}ms...`,
        error);
      if (isLast) {
        throw error;
      }

      await new Promise((resolve) => setTimeout(resolve, delay));
    }
  }
}

/**
 * Where a thread's log lines go: standard output, or a connection of its own by which the platform tells the threads
 * apart.
 */
async function openLog() {
  const path = process.env._LAMBDA_TELEMETRY_LOG_FD_PROVIDER_SOCKET;
  if (!path) {
    return 1;
  }

  const socket = require('net').connect(path);
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  socket.unref()._handle.setBlocking(true);
  return socket._handle.fd;
}

module.exports = { startWorkers, createInvokeStore, next, openLog };
//# sourceURL=file:///var/runtime/index.mjs
