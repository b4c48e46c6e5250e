"""Where output goes: the two streams, flushed on every write, and the records of `logging` and of failures."""
import sys
import time
from _io import FileIO

environment = load("environment")

# What the records of `logging` and of failures name; both are of the invocation under way.
request_id = ""
tenant_id = None
sink = None

IS_JSON = (environment.get("AWS_LAMBDA_LOG_FORMAT") or "").upper() == "JSON"
ERROR = 5
PLAIN_FRAME = (0xA55A0003).to_bytes(4, "big")


class Unbuffered:
    """Flushes a stream on every write: nothing is lost when the process is frozen or killed."""

    def __init__(self, stream):
        self.stream = stream

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        pass

    def __getattr__(self, name):
        return getattr(self.stream, name)

    def write(self, msg):
        self.stream.write(msg)
        self.stream.flush()

    def writelines(self, msgs):
        self.stream.writelines(msgs)
        self.stream.flush()


class StandardSink:
    def log(self, msg, frame_type=None):
        sys.stdout.write(msg)

    def log_error(self, lines):
        """A block of lines; a carriage return does not end a log event, so the block stays one."""
        sys.stdout.write("\r".join(lines) + "\n")


class FrameSink:
    """A frame is one log event: type, length and microseconds since 1970, big-endian, then the text."""

    def __init__(self, descriptor):
        self.file = FileIO(int(descriptor), "wb")

    def log(self, msg, frame_type=None):
        text = msg.encode("utf-8")
        kind = frame_type or PLAIN_FRAME
        rest = memoryview(kind + len(text).to_bytes(4, "big") + (time.time_ns() // 1000).to_bytes(8, "big") + text)
        while rest:
            rest = rest[self.file.write(rest) or 0:]

    def log_error(self, lines):
        self.log("\n".join(lines), frame(ERROR))


def frame(level):
    """The type of a frame: text or JSON, with a timestamp, of a level from 0 (none) over 1 (trace) to 6 (fatal)."""
    return (0xA55A0000 | level << 2 | 2 | (not IS_JSON)).to_bytes(4, "big")


def start():
    global sink
    sys.stdout, sys.stderr = Unbuffered(sys.stdout), Unbuffered(sys.stderr)
    descriptor = environment.get("_LAMBDA_TELEMETRY_LOG_FD")
    if descriptor is None:
        sink = StandardSink()
    else:
        environment.put("_LAMBDA_TELEMETRY_LOG_FD", None)
        sink = FrameSink(descriptor)


def descriptor():
    """Where frames go; None where there are none."""
    return sink.file.fileno() if isinstance(sink, FrameSink) else None


def flush():
    """Writes out what was put past the unbuffered streams: after the answer the process may be killed."""
    for stream in (sys.__stdout__, sys.__stderr__):
        try:
            stream.flush()
        except (AttributeError, ValueError, OSError):
            pass  # The function has closed it.
