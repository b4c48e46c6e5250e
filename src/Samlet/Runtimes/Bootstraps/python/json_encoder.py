"""What simplejson makes of a result that holds more than plain values: subclasses, named tuples, Decimal."""
import sys

_HEAP_TYPE = 1 << 9  # Py_TPFLAGS_HEAPTYPE: a class of Python code. The names of others have their module in them.


def encode(value, quote):
    """The text of a value; `quote` writes a string."""
    encoder = _Encoder(quote)
    encoder.write(value)
    return "".join(encoder.parts)


class _Encoder:
    def __init__(self, quote):
        self.parts = []
        self._quote = quote
        self._open = set()

    def write(self, value):
        if isinstance(value, (str, bytes)):
            self.parts.append(self._quote(_text(value)))
        elif value is None or value is True or value is False or isinstance(value, (int, float)):
            self.parts.append(_scalar(value))
        elif isinstance(value, list):
            self._write_once(value, self._write_items)
        elif callable(getattr(value, "_asdict", None)) and not isinstance(value, type):
            self._write_once(_fields(value), self._write_members)
        elif isinstance(value, tuple):
            self._write_once(value, self._write_items)
        elif isinstance(value, dict):
            self._write_once(value, self._write_members)
        else:
            self.parts.append(_decimal(value))

    def _write_once(self, value, write):
        if id(value) in self._open:
            raise ValueError("Circular reference detected")
        self._open.add(id(value))
        write(value)
        self._open.discard(id(value))

    def _write_items(self, items):
        separator = "["
        for item in items:
            self.parts.append(separator)
            self.write(item)
            separator = ", "
        self.parts.append("[]" if separator == "[" else "]")

    def _write_members(self, members):
        separator = "{"
        for key, value in members.items():
            self.parts += (separator, self._quote(_key(key)), ": ")
            self.write(value)
            separator = ", "
        self.parts.append("{}" if separator == "{" else "}")


def _text(value):
    return value.decode("utf-8") if isinstance(value, bytes) else str.__str__(value)


def _scalar(value):
    if value is None or value is True or value is False:
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return int.__repr__(int(value))
    if value != value:
        return "NaN"
    return {"inf": "Infinity", "-inf": "-Infinity"}.get(repr(float(value)), repr(float(value)))


def _key(key):
    if isinstance(key, (str, bytes)):
        return _text(key)
    if key is None or isinstance(key, (int, float)):
        return _scalar(key)
    raise TypeError("keys must be str, int, float, bool or None, not " + _type_name(type(key)))


def _type_name(kind):
    has_module = kind.__module__ != "builtins" and not kind.__flags__ & _HEAP_TYPE
    return kind.__module__ + "." + kind.__name__ if has_module else kind.__name__


def _fields(value):
    fields = value._asdict()
    if not isinstance(fields, dict):
        raise TypeError("_asdict() must return a dict, not %s" % type(fields).__name__)
    return fields


def _decimal(value):
    decimal = sys.modules.get("decimal")
    if decimal is None or not isinstance(value, decimal.Decimal):
        raise TypeError("Object of type %s is not JSON serializable" % value.__class__.__name__)
    return "NaN" if value.is_nan() else str(value)
