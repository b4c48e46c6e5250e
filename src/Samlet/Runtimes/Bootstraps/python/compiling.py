"""Compiles modules that a function has imported in a room, where it may not keep what it has compiled: what is executed
later must not come from a function. This process has a room of its own, in which nothing of the function runs.

Descriptor 3 has the paths of sources, a line each. The answer is for each of them a line with its name in the code cache
and its length, then its bytes. What does not compile, or warns, has none: it is compiled, and warns, on every start.
"""
import sys


def run(loader_type):
    class Compiler(loader_type):
        compiled = b""

        def get_data(self, path):
            if path.endswith(".pyc"):
                raise OSError  # What lies beside the source may be another's.
            return super().get_data(path)

        def set_data(self, path, data, *, _mode=0o666):
            self.compiled = bytes(data)

    with open(3, encoding="utf-8") as asked, open(1, "wb", closefd=False) as answer:
        for path in asked.read().splitlines():
            compiler = Compiler("module", path)
            try:
                compiler.get_code("module")
            except (OSError, ValueError, SyntaxError, RecursionError, MemoryError):
                pass
            answer.write(b"%s %d\n" % (compiler.name_in_cache().encode(), len(compiler.compiled)))
            answer.write(compiler.compiled)
