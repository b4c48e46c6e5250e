"""Writes down what `site` does on this machine for one interpreter: the search path, and whether that is all.

`site` runs the code of .pth files and of sitecustomize, which may do anything. So this process looks at the world
before and after: modules, classes, hooks, variables, settings. Only when nothing but the search path has changed is the
record marked `quiet`; a start without `site` is then no different from one with it. What the answer rests on is written
down too: the variables that were read, the files and folders looked at. A record that differs from the moment in one of
these is not used (site_start.py).

A line of the file is a kind and its values between tabs; the first says what the record is for, the last is `end`.
"""
import _codecs
import _socket
import _thread
import codecs
import faulthandler
import gc
import locale
import marshal
import os
import signal
import sys

site_start = load("site_start")

_ON_EVERY_START = (
    "environment", "log_output", "startup", "site_start", "flags", "runtime", "payloads", "api", "context")

_OF_SITE = {
    "modules": {"site", "sitecustomize", "usercustomize", "_sitebuiltins", "__main__"},
    "sys": {"path", "path_importer_cache", "modules", "lazy_modules", "prefix", "exec_prefix", "flags",
            "__interactivehook__", "_home"},
    "builtins": {"quit", "exit", "copyright", "credits", "license", "help"},
}


def write(folder, file, asked):
    _silence()
    _write_pack(folder)
    for name in _modules_of_a_plain_start():
        _import_from_stdlib(name)
    base, known, reads, codec_searches = sys.path[:], dict(sys.modules), _note_reads(), _note_codecs()
    before = _world(known)
    sys.flags = site_start.shown_flags()
    site_start.run_site()
    after = _world(known)
    is_quiet = (
        before.keys() == after.keys() and all(_equal(value, after[name]) for name, value in before.items())
        and None not in reads and not codec_searches
        and all(_was_imported(name) for name in sys.modules if name not in known))
    variables = [["env", *site_start.variable(name)] for name in sorted(reads - {None})]
    quiet = [["quiet"]] if is_quiet else []
    _store(file, [[asked], *_facts(base), *_stamps(base), *variables, *quiet, ["end"]])


def _write_pack(folder):
    main = sys.modules["__main__"]
    packed = {}
    for name in _ON_EVERY_START:
        file = folder + name + ".py"
        packed[name] = main.stamp(file), main.SourceFileLoader(name, file).get_code(name)
    content = marshal.dumps(packed)
    _replace(main.PACK, main.source_hash(0, content) + content)


def _silence():
    """Code in .pth files may print; here that is for nobody."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in range(3):
        os.dup2(nowhere, descriptor)


def _modules_of_a_plain_start():
    import subprocess
    command = [sys.executable, "-s", "-c", "import sys; print(*sys.modules)"]
    answer = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    return [name for name in answer.stdout.decode().split() if name not in _OF_SITE["modules"]]


def _import_from_stdlib(name):
    """Loads a module before `site` does, so that a change made to it shows. Those of site folders are not found yet."""
    try:
        __import__(name)
    except Exception:  # Not ours to report: `site` ignores a broken module too.
        pass


class _Reads(dict):
    """The data of os.environ, noting which variables are asked for; None stands for all of them."""

    def __init__(self, environ):
        super().__init__(environ._data)
        self.names, self._decode = set(), environ.decodekey

    def __getitem__(self, key):
        self.names.add(self._decode(key))
        return super().__getitem__(key)

    def __iter__(self):
        self.names.add(None)
        return super().__iter__()


def _note_reads():
    os.environ._data = _Reads(os.environ)
    return os.environ._data.names


def _note_codecs():
    """The registry of codecs cannot be looked into, so what is put there is noted."""
    register, searches = codecs.register, []

    def note(search):
        searches.append(search)
        return register(search)

    codecs.register = _codecs.register = note
    return searches


def _world(known):
    """What code run by `site` could have changed, by name. Values are kept themselves: their identity is compared."""
    facts = {"settings": _settings(), "variables": sorted(dict.items(os.environ._data))}
    for name, module in known.items():
        facts[name] = sys.modules.get(name)
        if name not in _OF_SITE["modules"]:
            _note_members(facts, name, getattr(module, "__dict__", {}))
    return facts


def _settings():
    """State of the process that is no attribute of anything."""
    mask = os.umask(0)
    os.umask(mask)
    return [
        [signal.getsignal(number) for number in range(1, signal.NSIG)], sys.gettrace(), sys.getprofile(),
        sys.getrecursionlimit(), sys.getswitchinterval(), gc.isenabled(), gc.get_threshold(), _thread._count(),
        faulthandler.is_enabled(), locale.setlocale(locale.LC_ALL), _socket.getdefaulttimeout(), os.getcwd(), mask,
    ]


def _note_members(facts, owner, members):
    for name, value in list(members.items()):
        if name in _OF_SITE.get(owner, ()) or name.startswith("_") and isinstance(value, (int, float)):
            continue
        facts[owner, name] = value
        if isinstance(value, (list, dict, set)):
            _note_content(facts, (owner, name), value)
        elif isinstance(value, type) and value.__module__ == owner:
            facts.update({(owner, name, attribute): member for attribute, member in vars(value).items()})
        elif hasattr(value, "__dict__") and not callable(value) and not isinstance(value, type(sys)):
            for attribute, member in vars(value).items():
                facts[owner, name, attribute] = member
                _note_content(facts, (owner, name, attribute), member)


def _note_content(facts, key, value):
    """Private containers and caches change all the time."""
    if isinstance(value, (list, dict, set)) and not key[-1].startswith("_") and "cache" not in key[-1]:
        facts[(*key, "content")] = _content(value)


def _content(value):
    """The members of a container, but for the finder that setuptools puts in front: it waits for `distutils`, and so
    does site_start.py."""
    members = list(value.items()) if isinstance(value, dict) else list(value)
    return [member for member in members if type(member).__module__ != "_distutils_hack"]


def _equal(one, other):
    if type(one) is type(other) and isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(_equal, one, other))
    return one is other or isinstance(one, (str, bytes, int, float)) and one == other


def _was_imported(name):
    """Whether a module that `site` brought in comes from a file of a site folder and was not made by hand."""
    spec = getattr(sys.modules[name], "__spec__", None)
    file = getattr(spec, "origin", None) or ""
    stdlib = os.path.dirname(os.__file__) + os.sep
    is_elsewhere = not file.startswith(stdlib) or file.startswith(tuple(_site_folders()))
    return name in _OF_SITE["modules"] or os.path.isfile(file) and is_elsewhere


def _site_folders():
    return getattr(sys.modules["site"], "getsitepackages", list)()


def _facts(base):
    yield ["path", *sys.path]
    yield ["prefix", sys.prefix, sys.exec_prefix]
    yield ["site", *[folder for folder in sys.path if folder not in base]]
    yield ["stdlib", os.path.dirname(os.__file__)]


def _stamps(base):
    program = os.path.dirname(sys.executable)
    paths = {*base, *sys.path, *_site_folders()}
    paths |= {os.path.join(program, "pyvenv.cfg"), os.path.join(program, "..", "pyvenv.cfg")}
    for folder in _site_folders():
        paths.update(_path_files(folder))
    customize = [getattr(sys.modules.get(name), "__file__", None) for name in ("sitecustomize", "usercustomize")]
    return [["file", *site_start.stamp(path)] for path in sorted(paths.union(filter(None, customize)))]


def _path_files(folder):
    """The .pth files of a site folder and the folders that their lines name, which may not exist yet."""
    try:
        files = [os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(".pth")]
    except OSError:
        return
    for file in files:
        yield file
        with open(file, encoding="utf-8", errors="surrogateescape") as lines:
            for line in map(str.strip, lines):
                if line and not line.startswith(("#", "import ", "import\t")):
                    yield os.path.join(folder, line)


def _store(file, lines):
    text = "\n".join("\t".join(line) for line in lines)
    if [line.split("\t") for line in text.split("\n")][1:] == lines[1:]:
        _replace(file, text.encode("utf-8", "surrogateescape"))  # Else a path has a tab or a line break in it.


def _replace(file, content):
    """Puts a file in place whole or not at all, also when two processes do so at once."""
    part = "%s.%d" % (file, os.getpid())
    try:
        with open(part, "wb") as stream:
            stream.write(content)
        os.replace(part, file)
    except OSError:
        pass  # Every start then does the work itself.
