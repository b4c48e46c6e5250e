"""Brings an interpreter that was started with -S into the state in which `site` leaves one, mostly without running it.

What `site` does on a machine is found out once (site_record.py) and kept beside this file. When it only lengthens the
search path, which is nearly always, the path is taken from there, and `site` runs when something reaches for its
folders or its names. When it does more (a hook of an editable install, a patch in sitecustomize) it runs at once, as in
a plain start. The point is time: a plain start is twice as long as one with -S, with some .pth files four times.
"""
import sys
from _frozen_importlib import _find_spec
from _frozen_importlib_external import FileFinder, PathFinder
from _io import FileIO

environment = load("environment")
system = environment.system

FORMAT = "samlet-site-1"
REAL_FLAGS = sys.flags
_pending = []  # The finders of site folders, hooked until `site` has run.
_watched = {}  # The finder of the standard library by the names that it is hooked for.


def enter(folder):
    if not REAL_FLAGS.no_site:
        _watch_stdlib(_stdlib_folder())
        return
    asked, file = question(folder)
    facts = read(file, asked)
    if facts is None and system.access(folder, system.W_OK):
        _record_in_child(folder)
        facts = read(file, asked)
    sys.flags = shown_flags()
    if facts is not None and "quiet" in facts:
        _replay(facts)
    else:
        run_site()
        _watch_stdlib(_stdlib_folder())


def record(folder):
    asked, file = question(folder)
    if read(file, asked) is None:
        load("site_record").write(folder, file, asked)


def _record_in_child(folder):
    import os
    command = [sys.executable, "-S", folder + "bootstrap.py", "--record"]
    if os.name == "nt":
        import subprocess
        subprocess.call(command)  # spawnv does not quote arguments on Windows.
    else:
        os.spawnv(os.P_WAIT, sys.executable, command)


def question(folder):
    """What a record must have been made for, and the file that has it."""
    from _imp import source_hash
    version = sys.version.replace("\n", " ")
    is_relative = any(not entry.startswith("/") and entry[1:2] != ":" for entry in sys.path)
    folders = [system.getcwd(), *sys.path] if is_relative else sys.path
    asked = "\t".join([FORMAT, sys.executable, version, sys.prefix, sys.exec_prefix, *folders])
    name = source_hash(0, asked.encode("utf-8", "surrogateescape")).hex()
    return asked, folder + "site-" + name + ".txt"


def read(file, asked):
    """The facts of a record by kind, or None when there is none that holds for this interpreter at this moment."""
    try:
        with FileIO(file) as stream:
            first, *lines, last = stream.readall().decode("utf-8", "surrogateescape").split("\n")
    except (OSError, ValueError):
        return None
    facts = {}
    for kind, *values in [line.split("\t") for line in lines]:
        if kind == "file" and values != stamp(values[0]) or kind == "env" and values != variable(values[0]):
            return None
        facts[kind] = values
    return facts if first == asked and last == "end" else None


def stamp(path):
    """What tells that a file or folder has not changed: its path, with time and size when it exists."""
    try:
        status = system.stat(path)
    except OSError:
        return [path]
    return [path] if _is_of_this_client(path, status) else [path, str(status.st_mtime_ns), str(status.st_size)]


def _is_of_this_client(path, status):
    """In a room /var/runtime is a folder of this client, which `site` finds nothing in, as where there is none."""
    if path != "/var/runtime":
        return False
    own = system.stat(__file__[:-len("site_start.py")] + "var_runtime")
    return (own.st_dev, own.st_ino) == (status.st_dev, status.st_ino)


def variable(name):
    value = environment.get(name)
    return [name] if value is None else [name, value]


def shown_flags():
    """sys.flags as without -S: children that multiprocessing and subprocess start would inherit the flag."""
    if hasattr(REAL_FLAGS, "__replace__"):
        return REAL_FLAGS.__replace__(no_site=0)
    return load("flags").without_no_site(REAL_FLAGS)


def run_site():
    """Runs `site` without the folder of the user's own packages: a function has no home."""
    sys.modules.pop("site", None)
    shown, sys.flags = sys.flags, REAL_FLAGS
    import site
    sys.flags = shown
    site.ENABLE_USER_SITE = False
    site.main()


def run_pending_site():
    if _is_pending():
        while _pending:
            del _pending.pop().find_spec
        _stop_watching("distutils")
        path = sys.path[:]
        run_site()
        sys.path[:] = path + [entry for entry in sys.path if entry not in path]


def _is_pending():
    return isinstance(sys.modules.get("site"), LateSite)


def add_site_folder(folder):
    """Reads the .pth files of a folder of the function."""
    run_pending_site()
    sys.modules["site"].addsitedir(folder)


class LateSite(type(sys)):
    """Stands for the module `site` until somebody uses it."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        run_pending_site()
        return getattr(sys.modules["site"], name)


def _replay(facts):
    sys.path[:] = facts["path"]
    sys.prefix, sys.exec_prefix = facts["prefix"]
    sys.modules["site"] = LateSite("site")
    for folder in facts["site"]:
        finder = PathFinder._path_importer_cache(folder)
        if isinstance(finder, FileFinder):
            _run_site_when_asked(finder)
    _add_builtins()
    _watch_stdlib(facts["stdlib"][0])


def _run_site_when_asked(finder):
    def find_spec(name, target=None):
        run_pending_site()
        return finder.find_spec(name, target) if "." in name else _find_spec(name, None, target)

    finder.find_spec = find_spec
    _pending.append(finder)


def _stdlib_folder():
    import os
    return os.__file__[:-len("/os.py")]


def _watch_stdlib(stdlib):
    """Gives the root logger its handler as soon as `logging` is imported, and until then costs nothing: the hook is on
    the finder of the standard library and removes itself. `distutils` may be that of setuptools: `site` knows."""
    finder = PathFinder._path_importer_cache(stdlib)
    if "logging" in sys.modules or not isinstance(finder, FileFinder):  # The standard library may lie in an archive.
        load("logging_setup").install(__import__("logging"))
        return
    find = finder.find_spec

    def find_spec(name, target=None):
        if name == "distutils" and _is_pending():
            run_pending_site()
            return _find_spec(name, None, target)
        spec = find(name, target)
        if name == "logging" and spec is not None:
            _set_up_after_loading(spec.loader)
        return spec

    finder.find_spec = find_spec
    _watched.update(logging=finder, **({"distutils": finder} if _is_pending() else {}))


def _set_up_after_loading(loader):
    def exec_module(module):
        del loader.exec_module
        loader.exec_module(module)
        _stop_watching("logging")
        load("logging_setup").install(module)

    loader.exec_module = exec_module


def _stop_watching(name):
    finder = _watched.pop(name, None)
    if finder is not None and not _watched:
        del finder.find_spec


def _add_builtins():
    import _sitebuiltins
    import builtins
    end = "Ctrl-Z plus Return" if sys.platform == "win32" else "Ctrl-D (i.e. EOF)"
    builtins.quit = _sitebuiltins.Quitter("quit", end)
    builtins.exit = _sitebuiltins.Quitter("exit", end)
    builtins.help = _sitebuiltins._Helper()

    class LatePrinter(_sitebuiltins._Printer):
        """Copyright and the like: their texts differ by version, so `site` is asked."""

        def __init__(self, name):
            self._Printer__name, self._Printer__lines = name, None

        def _Printer__setup(self):
            run_pending_site()
            real = vars(builtins)[self._Printer__name]
            self.__class__, self.__dict__ = _sitebuiltins._Printer, real.__dict__
            self._Printer__setup()

    for name in ("copyright", "credits", "license"):
        setattr(builtins, name, LatePrinter(name))
