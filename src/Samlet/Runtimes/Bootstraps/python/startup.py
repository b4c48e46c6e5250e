"""Makes of an interpreter started with -S what a function finds on Lambda, then runs the function."""
import sys
from _frozen_importlib_external import FileFinder, PathFinder, SourceFileLoader, _get_supported_file_loaders
from _io import FileIO

environment = load("environment")
system = environment.system

PROGRAM = "/var/runtime/bootstrap.py"
RUNTIME_FOLDER = "/var/runtime"

_MOST_NAMES = 1 << 18
_compiled, _kept = [], set()  # Paths of modules of the function: compiled here, found in the code cache.

# What Lambda's own client has imported before the function's folder enters the search path: there a file of the same
# name in the function cannot take the place of these. Later versions of Python import some of them no more.
LOADED_FIRST = set(
    """_collections_abc _compat_pickle _datetime _decimal _heapq _json _pickle _queue _socket _struct _weakrefset abc
    array binascii codecs collections concurrent copyreg datetime decimal encodings enum functools genericpath heapq
    importlib io json keyword linecache logging math multiprocessing numbers operator os pickle posixpath queue re
    reprlib select selectors signal site socket stat string struct threading traceback types warnings weakref
    zipimport""".split()
)
LOADED_FIRST.update(
    ["sre_compile", "sre_constants", "sre_parse"] if sys.version_info < (3, 11) else ["contextlib", "textwrap"],
    ["token", "tokenize"] if sys.version_info < (3, 13) else [])


def start(folder, arguments):
    if sys.path and sys.path[0] == folder[:-1]:
        del sys.path[0]
    site = load("site_start")
    if arguments == ["--record"]:
        site.record(folder)
        return
    if arguments == ["--compile"]:
        load("compiling").run(FunctionLoader)
        return
    sys.argv = [PROGRAM]
    if hasattr(sys, "orig_argv"):
        sys.orig_argv = [sys.executable, PROGRAM]
    _forget_coerced_locale()
    load("log_output").start()
    site.enter(folder)
    _provide_runtime_folder(folder)
    _add_function_folders(site)
    port, debugger = _option("debug-port"), _option("debugger")
    if port:
        load("debugging").wait(port, debugger)
    load("runtime").run()


def _option(name):
    """A value given with -X, which the function must not see."""
    return sys._xoptions.pop("samlet." + name, None)


def _forget_coerced_locale():
    """Python adds LC_CTYPE when the locale of LANG is not installed. On Lambda up to Python 3.11 it is installed."""
    runtime = environment.get("AWS_EXECUTION_ENV") or ""
    if environment.get("LC_CTYPE") is None or not runtime.endswith(("3.8", "3.9", "3.10", "3.11")):
        return
    try:
        with FileIO("/proc/self/environ") as given:
            if b"\0LC_CTYPE=" not in b"\0" + given.readall():
                environment.put("LC_CTYPE", None)
    except OSError:
        pass  # Not Linux: what was given cannot be told from what was added.


def _provide_runtime_folder(folder):
    """/var/runtime holds what managed runtimes bring along. Where it does not exist, ours is searched in its place."""
    if RUNTIME_FOLDER not in sys.path:
        sys.path.insert(0, RUNTIME_FOLDER)
    packages = _option("packages")
    if packages:
        sys.path.insert(sys.path.index(RUNTIME_FOLDER) + 1, packages)
    if _list(RUNTIME_FOLDER) is None:
        sys.path_importer_cache[RUNTIME_FOLDER] = PathFinder._path_hooks(folder + "var_runtime")


def _add_function_folders(site):
    root = environment.get("LAMBDA_TASK_ROOT") or system.getcwd()
    given = _option("layers")
    layers = None if given is None else [layer for layer in given.split("\n") if layer]
    listings = [(folder, _list(folder)) for folder in [root] + _layer_folders(layers)]
    for _, names in listings:
        _import_what_comes_first(names or ())
    sys.path[:0] = [folder for folder, _ in listings]
    # Lambda hands these folders to site.addsitedir, which appends a folder that does not exist once more.
    sys.path += [folder for folder, names in listings if names is None]
    FunctionLoader.keeps = layers is not None
    _install_loader(tuple([root] + (["/opt"] if layers is None else layers)), _option("code-cache"))
    for folder, names in listings:
        if names and any(name.endswith(".pth") for name in names):
            site.add_site_folder(folder)


def _layer_folders(layers):
    """The folders of layers in search order. A function with a PYTHONPATH of its own finds no layers on Lambda."""
    if environment.get("PYTHONPATH") not in (None, RUNTIME_FOLDER):
        return []
    packages = "/python/lib/python%d.%d/site-packages" % sys.version_info[:2]
    if layers is None:
        return ["/opt" + packages, "/opt/python"]
    newest_first = layers[::-1]
    folders = [layer + packages for layer in newest_first] + [layer + "/python" for layer in newest_first]
    return [folder for folder in folders if _list(folder) is not None]


def _list(folder):
    try:
        return system.listdir(folder)
    except OSError:
        return None


def _import_what_comes_first(names):
    for name in names:
        stem, _, suffix = name.partition(".")
        if stem in LOADED_FIRST and suffix.rpartition(".")[2] in ("", "py", "pyc", "so", "pyd"):
            try:
                __import__(stem)
            except ImportError:
                pass  # A name that this version of Python does not have.


class FunctionLoader(SourceFileLoader):
    """Loads modules of the function and its layers, whose folders are read-only on Lambda: compiled modules that lie
    there are read, new ones go to the code cache, which in a room others fill, or nowhere."""

    cache = None
    keeps = True

    def get_data(self, path):
        if self.cache and path.endswith(".pyc"):
            try:
                data = self._cached()
                _kept.add(self.path)
                return data
            except OSError:
                pass
        return super().get_data(path)

    def set_data(self, path, data, *, _mode=0o666):
        if self.cache and self.keeps:
            super().set_data(self._cache_file(), data, _mode=0o600)
        elif self.cache and self.path not in _kept:
            _compiled.append(self.path)

    def _cached(self):
        file = self._cache_file()
        # A build tool may give a changed file its old time and size, which is all that a compiled module remembers.
        if system.stat(file).st_mtime_ns <= system.stat(self.path).st_ctime_ns:
            raise OSError
        return super().get_data(file)

    def _cache_file(self):
        return self.cache + "/" + self.name_in_cache()

    def name_in_cache(self):
        from _imp import source_hash
        return source_hash(sys.hexversion, self.path.encode("utf-8", "surrogateescape")).hex() + ".pyc"


def take_compiled():
    """What has been compiled since the last time and not been kept, for a header of HTTP: one that is not too long."""
    names, rest = "", _compiled[:]
    _compiled.clear()
    for path in rest:
        if path.isprintable() and len(names) + len(path) < _MOST_NAMES:
            names += "\t" + path if names else path
    return names


def _install_loader(roots, code_cache):
    for name in ("__module__", "__name__", "__qualname__"):
        setattr(FunctionLoader, name, getattr(SourceFileLoader, name))
    FunctionLoader.cache = None if sys.flags.optimize else code_cache  # Which is for one form of code.
    find_in = FileFinder.path_hook(*[
        (FunctionLoader if loader is SourceFileLoader else loader, suffixes)
        for loader, suffixes in _get_supported_file_loaders()])
    inside = tuple(root.rstrip("/\\") + separator for root in roots for separator in "/\\")

    def function_folder(path):
        if not (path + "/").startswith(inside):
            raise ImportError("not a folder of the function", path=path)
        return find_in(path)

    sys.path_hooks.insert(0, function_folder)
