"""Failures as the error objects, log records and X-Ray causes of the service."""
import sys
import time

environment = load("environment")
log_output = load("log_output")
payloads = load("payloads")

_HERE = __file__[:-len("failures.py")]
_CAUSE_LIMIT = 1 << 20

UNHANDLED = (
    "LAMBDA_WARNING: Unhandled exception. The most likely cause is an issue in the function code. However, in rare "
    "cases, a Lambda runtime update can cause unexpected function behavior. For functions using managed runtimes, "
    "runtime updates can be triggered by a function change, or can be applied automatically. To determine if the "
    "runtime has been updated, check the runtime version in the INIT_START log entry. If this error correlates with a "
    "change in the runtime version, you may be able to mitigate this error by temporarily rolling back to the previous "
    "runtime version. For more information, see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-update.html"
)


def of_fault(fault, request_id):
    """The error object and the cause of a fault that the client itself has found."""
    error = _error(fault.message, fault.kind, fault.trace, request_id)
    return error, _cause("LambdaValidationError", fault.message, [])


def of_exception(error, request_id):
    """The error object and the cause of an exception. As on the service neither its notes nor its causes show."""
    import traceback
    summary = traceback.extract_tb(error.__traceback__)
    frames = _without_own([(frame.filename, frame.lineno, frame.name, frame.line) for frame in summary])
    kind, message = type(error).__name__, str(error)
    return _error(message, kind, traceback.format_list(frames), request_id), _cause(kind, message, frames)


def _without_own(frames):
    first = 0
    while first < len(frames) and frames[first][0].startswith(_HERE):
        first += 1
    rest = frames[first:]
    if rest and rest[0][0].startswith("<frozen importlib"):
        rest.insert(0, _import_frame())
    return rest


def _import_frame():
    """On the service modules are loaded through `importlib`, a package that costs more than what is needed of it."""
    import importlib
    import linecache
    lines = linecache.getlines(importlib.__file__)
    number = next((number for number, line in enumerate(lines, 1) if "_bootstrap._gcd_import(" in line), 1)
    return importlib.__file__, number, "import_module", lines[number - 1].strip() if lines else ""


def _error(message, kind, trace, request_id):
    error = {"errorMessage": message, "errorType": kind, "requestId": request_id, "stackTrace": trace or []}
    if environment.get("AWS_EXECUTION_ENV") == "AWS_Lambda_python3.8":
        del error["requestId"]
    return error


def _cause(kind, message, frames):
    stack = [{"label": name, "path": file, "line": line} for file, line, name, _ in frames]
    cause = payloads.encode({
        "working_directory": environment.system.getcwd(),
        "exceptions": [{"message": message, "type": kind, "stack": stack}],
        "paths": list(dict.fromkeys(file for file, _, _, _ in frames)),
    })
    return cause if len(cause.encode("utf-8", "replace")) < _CAUSE_LIMIT else ""


def log(error):
    if log_output.IS_JSON:
        stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        log_output.sink.log_error([payloads.encode({"timestamp": stamp, "log_level": "ERROR", **error})])
        return
    parts = [error["errorType"], error["errorMessage"]]
    lines = ["[ERROR] " + ": ".join(part for part in parts if part) if any(parts) else "[ERROR]"]
    lines.append("Traceback (most recent call last):")
    for element in error["stackTrace"]:
        lines += [_unbroken(line) for line in element.splitlines()] if element else [""]
    log_output.sink.log_error(lines)


def _unbroken(line):
    """The log service cuts leading blanks; no-break spaces stay."""
    text = line.lstrip(" ")
    return "\u00a0" * (len(line) - len(text)) + text


def warn(message):
    """Goes the way of the function's own records: it may have changed their level or handlers."""
    import logging
    logging.warning(message)
