"""Whoosh, without two things that it imports and that nothing here uses: with what they bring along (`asyncio`, `http`, `email`), they
take longer than a search does.

While Whoosh is imported, something small stands in for each; nobody else ever sees it. What is already there stays.
"""

import functools
import sys
from types import ModuleType
from typing import Any

# `urlretrieve` is for its benchmarks; of `cached_property` the one of the standard library does the same.
_STAND_INS: dict[str, dict[str, Any]] = {
    "urllib.request": {"urlretrieve": None},
    "cached_property": {"cached_property": functools.cached_property},
}


def import_whoosh() -> None:
    """Import all of it that reads and writes an index."""
    ours = [name for name in _STAND_INS if name not in sys.modules]
    try:
        for name in ours:
            sys.modules[name] = ModuleType(name)
            vars(sys.modules[name]).update(_STAND_INS[name])
        from whoosh import columns, fields, formats, index, reading, writing  # noqa: F401
        from whoosh.codec import whoosh3  # noqa: F401
    finally:
        for name in ours:
            del sys.modules[name]
