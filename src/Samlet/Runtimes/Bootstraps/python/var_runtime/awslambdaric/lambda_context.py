"""The module whose classes the context of an invocation has."""
import sys

sys.modules[__name__] = sys.modules["__main__"].load("context")
