"""Managed instances: as many worker processes as there are invocations at once, each with its own import of the
function, its own globals and its own connection. /tmp is theirs together.
"""
import sys

environment = load("environment")
log_output = load("log_output")
_SOCKET = "_LAMBDA_TELEMETRY_LOG_FD_PROVIDER_SOCKET"
_TRIES = 5
# Whoever is at the other end knows by its end that this process has ended.
_KEPT = (("samlet-kept-connection", "yes"),)


def enter():
    """Returns in every worker. The parent waits for all of them and ends with the status of the first that failed."""
    system, workers = environment.system, []
    if not hasattr(system, "fork"):
        return  # Windows: one worker, which takes one invocation after another.
    for _ in range(int(environment.get("AWS_LAMBDA_MAX_CONCURRENCY"))):
        worker = system.fork()
        if worker == 0:
            _take_output()
            return
        workers.append(worker)
    endings = [system.waitpid(worker, 0)[1] for worker in workers]
    failures = [system.waitstatus_to_exitcode(ending) for ending in endings if ending]
    sys.stdout.flush()
    system._exit(failures[0] & 255 if failures else 0)


def _take_output():
    """Puts a connection of this worker's own in the place of the output that all of them would share."""
    path = environment.get(_SOCKET)
    if not path:
        return
    from _socket import AF_UNIX, socket
    connection = socket(AF_UNIX)
    connection.connect(path)
    for descriptor in (1, 2, log_output.descriptor()):
        if descriptor is not None:
            environment.system.dup2(connection.fileno(), descriptor)
    connection.close()


def next_event(api):
    """The others go on meanwhile, so a failure is not the end: tries again, and waits twice as long each time."""
    for attempt in range(1, _TRIES + 1):
        try:
            return api.get("invocation/next", _KEPT)
        except (OSError, EOFError):
            if attempt == _TRIES:
                raise
            import time
            time.sleep(0.1 * 2 ** (attempt - 1))
