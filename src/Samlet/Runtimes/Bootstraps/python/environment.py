"""The variables of the process without `os`: importing that costs a millisecond, and a function may not need it."""
import sys

try:
    import posix as system
except ImportError:
    import nt as system

_BYTES = "posix" in sys.builtin_module_names


def get(name):
    value = system.environ.get(name.encode()) if _BYTES else system.environ.get(name)
    return value.decode("utf-8", "surrogateescape") if _BYTES and value is not None else value


def put(name, value):
    """Sets a variable, or removes it when the value is None: here, in children and for an `os` imported later."""
    if "os" in sys.modules:
        _put_through_os(sys.modules["os"].environ, name, value)
    elif value is None:
        if system.environ.pop(name.encode() if _BYTES else name, None) is not None:
            _unset(name)
    else:
        key, text = (name.encode(), value.encode("utf-8", "surrogateescape")) if _BYTES else (name, value)
        system.environ[key] = text
        system.putenv(key, text)


def _put_through_os(environ, name, value):
    if value is None:
        environ.pop(name, None)
    else:
        environ[name] = value


def _unset(name):
    if hasattr(system, "unsetenv"):
        system.unsetenv(name)
    else:
        system.putenv(name, "")  # Python 3.8 on Windows: a variable that is set to nothing is gone there.
