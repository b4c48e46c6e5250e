"""Events and results as JSON, with the rules of simplejson, which Lambda's own client uses.

The package `json` costs five milliseconds, nearly all of it for regular expressions; the C functions under it cost
nothing. They do the common cases: what they refuse goes to the full decoder, and a result that holds more than plain
values to json_encoder.py.
"""
import marshal
import sys

environment = load("environment")

try:
    from _json import encode_basestring, encode_basestring_ascii, make_encoder, make_scanner
except ImportError:
    from json.encoder import encode_basestring, encode_basestring_ascii
    make_encoder = make_scanner = None


class _Decoding:
    """The settings that the C scanner asks for, as json.JSONDecoder has them; `array_hook` since Python 3.15."""

    strict, object_hook, object_pairs_hook, array_hook = True, None, None, None
    parse_float, parse_int, memo = float, int, {}
    parse_constant = {"-Infinity": -float("inf"), "Infinity": float("inf"), "NaN": float("nan")}.__getitem__


def _writes_ascii():
    """Up to Python 3.11 the client escapes what is not ASCII. The runtime asked for counts, not the one at hand."""
    minor = (environment.get("AWS_EXECUTION_ENV") or "").rpartition("python3.")[2]
    return int(minor) < 12 if minor.isdigit() else sys.version_info < (3, 12)


_scan = make_scanner(_Decoding) if make_scanner else None
_quote = encode_basestring_ascii if _writes_ascii() else encode_basestring


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


def encode(value):
    """The text of a result. marshal takes the plain types and no subclass of them, so what it takes needs none of
    simplejson's rules but the one in _as_text; as a check it is far cheaper than a walk through the value."""
    if make_encoder is not None:
        try:
            marshal.dumps(value)
            return "".join(make_encoder({}, _as_text, _quote, None, ": ", ", ", False, False, True)(value, 0))
        except (ValueError, TypeError, RecursionError):
            pass
    return load("json_encoder").encode(value, _quote)


def _as_text(value):
    if isinstance(value, bytes):
        return value.decode("utf-8")
    raise TypeError("left to json_encoder.py, which has the words for it")
