"""A stand-in for sys.flags up to Python 3.12, which has no way to make a changed copy of it."""
from _collections import _tuplegetter


def without_no_site(real):
    names = [field.partition("=")[0] for field in repr(real)[len("sys.flags("):-1].split(", ")]
    values = list(real)
    values[names.index("no_site")] = 0

    def describe(flags):
        return "sys.flags(%s)" % ", ".join("%s=%r" % pair for pair in zip(names, flags))

    members = {name: _tuplegetter(index, getattr(type(real), name).__doc__) for index, name in enumerate(names)}
    counts = {name: getattr(real, name) for name in ("n_fields", "n_sequence_fields", "n_unnamed_fields")}
    own = {"__module__": "sys", "__slots__": (), "__doc__": type(real).__doc__, "__repr__": describe}
    return type("flags", (tuple,), {**members, **counts, **own})(values)
