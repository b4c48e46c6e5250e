"""Opens a port for a debugger and waits for it, before the function's modules are loaded."""
import sys


def wait(port, folder):
    if folder:
        sys.path.append(folder)
    import debugpy
    address = ("127.0.0.1", int(port))
    debugpy.listen(address)
    # Functions written for a container open the port themselves, which debugpy refuses to do twice.
    debugpy.listen = lambda *_, **__: address
    print("Debugger listening on %s:%d" % address, file=sys.stderr, flush=True)
    debugpy.wait_for_client()
