"""Finds the handler, then passes it one event after another."""
import sys
from _frozen_importlib import _gcd_import

environment = load("environment")
log_output = load("log_output")
payloads = load("payloads")
concurrency = None


class Fault(Exception):
    """What the client itself finds wrong, with the name that the service has for it."""

    def __init__(self, kind, message, trace=None):
        super().__init__(message)
        self.kind, self.message, self.trace = kind, message, trace


def run():
    global concurrency
    if environment.get("AWS_LAMBDA_MAX_CONCURRENCY"):
        concurrency = load("concurrency")
        concurrency.enter()
    api = load("api").RuntimeApi(environment.get("AWS_LAMBDA_RUNTIME_API"))
    try:
        if environment.get("AWS_EXECUTION_ENV") == "AWS_Lambda_python3.15":
            load("preview").warn()
        handler = find_handler(environment.get("_HANDLER"))
    except Exception as error:
        _report_init_failure(api, error)
        sys.exit(1)
    if environment.get("AWS_LAMBDA_INITIALIZATION_TYPE") == "snap-start":
        load("snapshots").pass_through(api)
    _serve(api, handler)


def find_handler(text):
    try:
        module_name, name = text.rsplit(".", 1)
    except ValueError as error:
        raise Fault("Runtime.MalformedHandlerName", "Bad handler '%s': %s" % (text, error))
    if module_name.split(".")[0] in sys.builtin_module_names:
        raise Fault("Runtime.BuiltInModuleConflict", "Cannot use built-in module %s as a handler module" % module_name)
    module = _import(module_name)
    try:
        return getattr(module, name)
    except AttributeError:
        raise Fault("Runtime.HandlerNotFound", "Handler '%s' missing on module '%s'" % (name, module_name))


def _import(name):
    try:
        path = name.replace("/", ".")
        if path.startswith("."):
            import importlib
            return importlib.import_module(path)  # Words the error: there is no package that this could be relative to.
        return _gcd_import(path)
    except ImportError as error:
        raise Fault("Runtime.ImportModuleError", "Unable to import module '%s': %s" % (name, error))
    except SyntaxError as error:
        place = "  File \"%s\" Line %s\n    %s" % (error.filename, error.lineno, error.text)
        raise Fault("Runtime.UserCodeSyntaxError", "Syntax error in module '%s': %s" % (name, error), [place])


def _report_init_failure(api, raised):
    failures = load("failures")
    error, _ = failures.of_fault(raised, "") if isinstance(raised, Fault) else failures.of_exception(raised, "")
    failures.warn(failures.UNHANDLED)
    failures.log(error)
    log_output.flush()
    kind = [("lambda-runtime-function-error-type", error["errorType"])]
    api.post("init/error", payloads.encode(error).encode("utf-8"), kind)


def _serve(api, handler):
    while True:
        log_output.flush()
        try:
            headers, body = concurrency.next_event(api) if concurrency else api.get("invocation/next", _compiled())
        except (OSError, EOFError):
            sys.exit(1)  # Whoever has started this process is gone.
        log_output.request_id = headers.get("lambda-runtime-aws-request-id") or ""
        log_output.tenant_id = headers.get("lambda-runtime-aws-tenant-id") or None
        environment.put("_X_AMZN_TRACE_ID", headers.get("lambda-runtime-trace-id"))
        _invoke(api, handler, headers, body)


def _compiled():
    names = load("startup").take_compiled()
    return [("samlet-compiled", names)] if names else ()


def _invoke(api, handler, headers, body):
    failures = error = None
    try:
        context = _context(headers)
        event = _event(headers, body)
        result, content_type = _result(handler(event, context))
    except Fault as fault:
        failures = load("failures")
        error, cause = failures.of_fault(fault, log_output.request_id)
    except Exception as raised:
        failures = load("failures")
        error, cause = failures.of_exception(raised, log_output.request_id)
    if error is None:
        _post(api, "response", result, content_type, "")
    else:
        failures.log(error)
        _post(api, "error", payloads.encode(error), "application/json", cause)


def _context(headers):
    client_context = _parsed(headers.get("lambda-runtime-client-context"), "Client Context")
    identity = _parsed(headers.get("lambda-runtime-cognito-identity"), "Cognito Identity")
    deadline = int(headers.get("lambda-runtime-deadline-ms") or 0)
    return load("context").LambdaContext(
        log_output.request_id, client_context, identity, deadline,
        headers.get("lambda-runtime-invoked-function-arn"), log_output.tenant_id)


def _parsed(header, name):
    if not header:
        return None
    try:
        return payloads.decode(header.encode("utf-8"))
    except Exception as error:
        raise Fault("Runtime.LambdaContextUnmarshalError", "Unable to parse %s JSON: %s" % (name, error))


def _event(headers, body):
    if headers.get("content-type") != "application/json":
        return body
    try:
        return payloads.decode(body)
    except Exception as error:
        raise Fault("Runtime.UnmarshalError", "Unable to unmarshal input: %s" % error)


def _result(value):
    if isinstance(value, bytes):
        return value, "application/unknown"
    try:
        return payloads.encode(value), "application/json"
    except Exception as error:
        raise Fault("Runtime.MarshalError", "Unable to marshal response: %s" % error)


def _post(api, kind, body, content_type, cause):
    data = body if isinstance(body, bytes) else body.encode("utf-8")
    log_output.flush()
    headers = [("content-type", content_type), ("lambda-runtime-function-xray-error-cause", cause)]
    status = api.post("invocation/%s/%s" % (log_output.request_id, kind), data, headers)
    if status // 100 == 2 or status == 413:  # A result that is too large is refused; the environment goes on.
        return
    if concurrency is None:
        raise RuntimeError("Failed to post invocation response")
    print("Failed to post invocation response", file=sys.stderr)  # It came too late; other invocations go on.
