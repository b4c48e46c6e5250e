'use strict';
// From a handler string such as `folder/module.nested.export` to a module, as far as both clients agree.

const { existsSync, readFileSync, realpathSync } = require('fs');
const path = require('path');

const Module = module.constructor;

/**
 * The service's client as a CommonJS module: functions see it as `module.parent` and in the "Require stack" of errors.
 */
const runtime = new Module('/var/runtime/index.mjs');
runtime.filename = runtime.id;
runtime.paths = Module._nodeModulePaths('/var/runtime');

/** The folder below the task root, the module and the export; the first dot of the file name separates the last two. */
function parseHandler(handler, loadErrors) {
  if (handler.includes('..')) {
    throw loadErrors().create(
      'MalformedHandlerName',
      `'${handler}' is not a valid handler name. `
      + 'Use absolute paths when specifying root directories in handler names.');
  }

  const name = path.basename(handler);
  const dot = name.indexOf('.');
  if (dot < 0) {
    throw loadErrors().create('MalformedHandlerName', 'Bad handler');
  }

  return {
    folder: handler.slice(0, handler.indexOf(name)),
    module: name.slice(0, dot),
    exportPath: name.slice(dot + 1),
  };
}

// The marks that `awslambda.streamifyResponse` leaves on a handler.
const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');
const HIGH_WATER_MARK = Symbol.for('aws.lambda.runtime.handler.streaming.highWaterMark');

function isStreaming(handler, loadErrors) {
  if (handler[STREAMING] && handler[STREAMING] !== 'response') {
    throw loadErrors().create('MalformedStreamingHandler', 'Only response streaming is supported.');
  }

  return Boolean(handler[STREAMING]);
}

/** Undefined, as for anything that is no number, leaves the stream its default. */
function highWaterMark(handler) {
  return Number.parseInt(handler[HIGH_WATER_MARK], 10) || undefined;
}

function streamifyResponse(handler, options) {
  handler[STREAMING] = 'response';
  if (typeof options?.highWaterMark === 'number') {
    handler[HIGH_WATER_MARK] = Number.parseInt(options.highWaterMark, 10);
  }

  return handler;
}

/** Puts a JSON head and eight NUL bytes before the body, for function URLs and API Gateway. */
class HttpResponseStream {
  static from(underlyingStream, prelude) {
    underlyingStream.setContentType('application/vnd.awslambda.http-integration-response');
    const head = JSON.stringify(prelude);
    underlyingStream._onBeforeFirstWrite = (write) => {
      write(head);
      write(new Uint8Array(8));
    };
    return underlyingStream;
  }
}

/** True where the function asked for a `globalThis` without `awslambda`. */
function hidesGlobal() {
  return ['1', 'true'].includes(process.env.AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA);
}

function defineGlobal(members) {
  if (!hidesGlobal()) {
    globalThis.awslambda = { ...globalThis.awslambda, streamifyResponse, HttpResponseStream, ...members };
  }
}

function requireFile(file) {
  return runtime.require(file);
}

/** A package below the given folders or on NODE_PATH. */
function requirePackage(name, folders) {
  return runtime.require(Module._resolveFilename(name, runtime, false, { paths: folders }));
}

/** Loads CommonJS as import() does, without a parent. */
function loadDetached(file) {
  return Module._load(file, undefined, false);
}

let providePackages = () => {};

/**
 * Lets imports find the packages in this folder, which stands for those of /var/runtime. What that needs of node is not
 * set up before something is imported, or a script is loaded that could.
 */
function usePackages(folder) {
  providePackages = () => {
    providePackages = () => {};
    require('./packages.cjs').provide(folder);
  };
  const compile = Module.prototype._compile;
  Module.prototype._compile = function _compile(source, ...rest) {
    if (source.includes('import(')) {
      providePackages();
    }

    return compile.call(this, source, ...rest);
  };
}

let importUrl;

/** Imported from where the service's client stands, as error messages name the importing file. */
function importFile(file) {
  providePackages();
  if (importUrl === undefined) {
    runtime._compile('module.exports = (url) => import(url);', runtime.filename, 'commonjs');
    importUrl = runtime.exports;
  }

  return importUrl(require('url').pathToFileURL(file).href);
}

/** The `type` of the nearest package.json, or undefined. */
function packageType(file, taskRoot) {
  const manifest = nearestManifest(file);
  if (manifest === undefined) {
    return undefined;
  }

  const type = readType(manifest);
  if (isInside(manifest, taskRoot)) {
    return type;
  }

  if (type === 'module') {
    keepScriptsCommonJs(realpathSync(taskRoot));
  }

  return undefined;
}

/** As in node, a node_modules folder ends the search. */
function nearestManifest(file) {
  for (let folder = path.dirname(file); !folder.endsWith(`${path.sep}node_modules`); folder = path.dirname(folder)) {
    const manifest = path.join(folder, 'package.json');
    if (existsSync(manifest)) {
      return manifest;
    }

    if (folder === path.dirname(folder)) {
      break;
    }
  }

  return undefined;
}

function readType(manifest) {
  try {
    return JSON.parse(readFileSync(manifest, 'utf8')).type;
  } catch (error) {
    console.warn(`${manifest} cannot be read, it will be ignored for ES module detection purposes.`, error);
    return undefined;
  }
}

/**
 * On Lambda nothing is above /var/task. Here it often is a project's package.json of type module, above code that was
 * bundled as CommonJS into .aws-sam/build; node would apply it to the function's own scripts.
 */
function keepScriptsCommonJs(taskRoot) {
  const loadScript = Module._extensions['.js'];
  Module._extensions['.js'] = (loaded, file) => {
    const manifest = nearestManifest(file);
    if (isInside(file, taskRoot) && manifest !== undefined && !isInside(manifest, taskRoot)) {
      loaded._compile(readFileSync(file, 'utf8'), file, 'commonjs');
    } else {
      loadScript(loaded, file);
    }
  };
}

function isInside(file, folder) {
  return file.startsWith(folder + path.sep);
}

module.exports = {
  usePackages,
  parseHandler,
  isStreaming,
  highWaterMark,
  defineGlobal,
  hidesGlobal,
  requireFile,
  requirePackage,
  loadDetached,
  importFile,
  packageType,
};
//# sourceURL=file:///var/runtime/index.mjs
