"""Events and results as JSON, with the rules of simplejson, which is what Lambda's own client uses.

The `json` package costs five milliseconds, nearly all of it for regular expressions; the C functions in it cost nothing. They do
the common cases alone: whatever they refuse goes to the full decoder, and what is more than plain values to json_encoder.py.
"""
import marshal
import sys

environment = load("environment")

try:
    from _json import encode_basestring, encode_basestring_ascii, make_encoder, make_scanner
except ImportError:
    make_encoder = make_scanner = None


class _Decoding:
    """The settings that the C scanner asks for; json.JSONDecoder has them too."""

    strict, object_hook, object_pairs_hook, parse_float, parse_int, memo = True, None, None, float, int, {}
    parse_constant = {"-Infinity": -float("inf"), "Infinity": float("inf"), "NaN": float("nan")}.__getitem__


_scan = make_scanner(_Decoding) if make_scanner else None


def decode(body):
    """The value of an event; a fault is that of json.loads."""
    text = body.decode("utf-8").strip(" \t\n\r")
    if _scan is not None:
        try:
            value, end = _scan(text, 0)
            if end == len(text):
                return value
        except (StopIteration, ValueError):
            pass
    import json
    return json.loads(text)


def writes_ascii():
    """Up to Python 3.11 the client escapes what is not ASCII. The runtime that the function asks for counts, not the one it got."""
    minor = (environment.get("AWS_EXECUTION_ENV") or "").rpartition("python3.")[2]
    return int(minor) < 12 if minor.isdigit() else sys.version_info < (3, 12)


def encode(value):
    """The text of a result. marshal knows the plain types and no subclass of them: what it takes needs no rule of simplejson but
    those in _plain. It is a check that costs less than a walk through the value in Python."""
    if make_encoder is not None:
        try:
            marshal.dumps(value)
            return _encode_plain(value)
        except (ValueError, TypeError, RecursionError):
            pass
    return load("json_encoder").encode(value, _ASCII)


_ASCII = writes_ascii()


def _encode_plain(value):
    write = encode_basestring_ascii if _ASCII else encode_basestring
    return "".join(make_encoder({}, _as_text, write, None, ": ", ", ", False, False, True)(value, 0))


def _as_text(value):
    if isinstance(value, bytes):
        return value.decode("utf-8")
    raise TypeError  # The other encoder words it.
