"""The root handler that a function finds in `logging`."""
import json
import logging
import time
import traceback

environment = load("environment")
log_output = load("log_output")

_TEXT = "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n"

# Members of a record that are no extras of the caller.
_OWN = frozenset(
    """name msg args levelname levelno pathname filename module exc_info exc_text stack_info lineno funcName created
    msecs relativeCreated thread threadName processName process aws_request_id tenant_id _frame_type""".split()
)


def install(module):
    module.Formatter.converter = time.gmtime
    level = environment.get("AWS_LAMBDA_LOG_LEVEL") or ""
    level = "DEBUG" if level == "TRACE" else level.upper()
    handler_type = LambdaLoggerHandlerWithFrameType if log_output.IS_JSON or level else LambdaLoggerHandler
    handler = handler_type(log_output.sink)
    handler.setFormatter(JsonFormatter() if log_output.IS_JSON else logging.Formatter(_TEXT, "%Y-%m-%dT%H:%M:%S"))
    handler.addFilter(LambdaLoggerFilter())
    root = module.getLogger()
    if level in module._nameToLevel:
        root.setLevel(level)
    root.addHandler(handler)


class LambdaLoggerHandler(logging.Handler):
    def __init__(self, log_sink):
        super().__init__()
        self.log_sink = log_sink

    def emit(self, record):
        self.log_sink.log(self.format(record))


class LambdaLoggerHandlerWithFrameType(LambdaLoggerHandler):
    def emit(self, record):
        self.log_sink.log(self.format(record), frame_type=log_output.frame(_frame_level(record.levelno)))


class LambdaLoggerFilter(logging.Filter):
    def filter(self, record):
        record.aws_request_id = log_output.request_id
        record.tenant_id = log_output.tenant_id
        return True


class JsonFormatter(logging.Formatter):
    def format(self, record):
        record.levelno = _tens(record.levelno)
        record.levelname = logging.getLevelName(record.levelno)
        kind, error, trace = record.exc_info or (None, None, None)
        members = {
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
            "level": record.levelname,
            "message": record.getMessage(),
            "logger": record.name,
            "stackTrace": kind and traceback.format_tb(trace),
            "errorType": kind and kind.__name__,
            "errorMessage": kind and str(error),
            "requestId": record.aws_request_id,
            "location": kind and "%s:%s:%s" % (record.pathname, record.funcName, record.lineno),
            "tenantId": record.tenant_id,
        }
        extras = {name: value for name, value in vars(record).items() if name not in _OWN and name not in members}
        shown = {name: value for name, value in {**members, **extras}.items() if value is not None}
        return json.dumps(shown, ensure_ascii=False) + "\n"


def _tens(level):
    return min(50, max(0, level)) // 10 * 10


def _frame_level(level):
    tens = _tens(level) // 10
    return tens + 1 if tens else 0  # A frame has a level below DEBUG, `logging` has not.
