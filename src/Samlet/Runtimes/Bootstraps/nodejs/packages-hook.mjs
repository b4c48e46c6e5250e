// The same as packages.cjs, for versions of node that resolve imports on another thread (before 22.15).

let parentURL;

export function initialize(data) {
  parentURL = data;
}

export async function resolve(specifier, context, next) {
  try {
    return await next(specifier, context);
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND' || /^[./]|^\w+:/.test(specifier)) {
      throw error;
    }

    return next(specifier, { ...context, parentURL }).catch(() => {
      throw error;
    });
  }
}
