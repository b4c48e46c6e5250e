'use strict';
// ES modules do not search NODE_PATH, yet on Lambda they find the packages of the runtime, behind their own. Here those
// are what `samlet runtime install` has installed.

const Module = require('module');
const { pathToFileURL } = require('url');

/** From now on imports find the packages in this folder. */
function provide(folder) {
  const parentURL = pathToFileURL(`${folder}/index.mjs`).href;
  if (Module.registerHooks !== undefined) {
    Module.registerHooks({ resolve: (specifier, context, next) => resolve(specifier, context, next, parentURL) });
  } else if (Module.register !== undefined) {
    Module.register('./packages-hook.mjs', { parentURL: pathToFileURL(__filename), data: parentURL });
  }
}

function resolve(specifier, context, next, parentURL) {
  try {
    return next(specifier, context);
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND' || /^[./]|^\w+:/.test(specifier)) {
      throw error;
    }

    try {
      return next(specifier, { ...context, parentURL });
    } catch {
      throw error;
    }
  }
}

module.exports = { provide };
//# sourceURL=file:///var/runtime/index.mjs
