"""Samlet's runtime client for Python: what /var/runtime/bootstrap.py is in a managed runtime of Lambda.

    pythonX.Y -S [-X samlet.layers=FOLDERS] [-X samlet.code-cache=FOLDER] [-X samlet.packages=FOLDER] bootstrap.py
    pythonX.Y -S bootstrap.py --record
    pythonX.Y -S bootstrap.py --compile

samlet.layers      the folders that stand for /opt, one a layer in the order of the function, with line breaks between
                   them; a later one wins. Empty: there are no layers. Left out: /opt is the real one.
samlet.code-cache  where compiled modules of the function and its layers are kept. Left out: nowhere. Where /opt is the
                   real one they are only read: `next` tells which ones are missing.
samlet.debug-port  debugpy waits there for a debugger, before the function is loaded; it is looked for in the folder
                   samlet.debugger too.
samlet.packages    what was installed to stand for the packages in /var/runtime. Left out: nothing.
--record           only writes what later starts read: what `site` does here (site_record.py), and this client
                   compiled. A first start whose folder is writable does so itself.
--compile          only compiles what descriptor 3 asks for (compiling.py).

The file comes last, as wrapper scripts expect it (AWS_LAMBDA_EXEC_WRAPPER). Everything else comes from the environment,
which is exactly that of a function. This file is compiled on every start, so it only finds its siblings. Their compiled
form is kept beside them, that of the usual ones in a single file.
"""
import sys
from _frozen_importlib_external import SourceFileLoader, _path_stat
from _imp import source_hash
from _io import FileIO
from marshal import loads

FOLDER = __file__[:-len("bootstrap.py")]
PACK = FOLDER + "pack-" + sys.implementation.cache_tag + ".bin"
_loaded, _packed = {}, {}


def load(name):
    """A sibling as a module that is neither in sys.modules nor on sys.path: the function must not meet it."""
    module = _loaded.get(name)
    if module is None:
        file = FOLDER + name + ".py"
        module = _loaded[name] = type(sys)(name)
        module.__dict__.update(__file__=file, load=load)
        state, code = _packed.get(name, (None, None))
        exec(code if code and state == stamp(file) else SourceFileLoader(name, file).get_code(name), module.__dict__)
    return module


def stamp(file):
    status = _path_stat(file)
    return status.st_mtime_ns, status.st_size


def _read_pack():
    """Stamp and code of siblings by name; the file begins with a hash of the rest (site_record.py writes it)."""
    try:
        with FileIO(PACK) as stream:
            content = stream.readall()
    except OSError:
        return {}
    return loads(content[8:]) if content[:8] == source_hash(0, content[8:]) else {}


# A child process of the multiprocessing module imports the main file once more, under another name.
if __name__ == "__main__":
    _packed = _read_pack()
    load("startup").start(FOLDER, sys.argv[1:])
