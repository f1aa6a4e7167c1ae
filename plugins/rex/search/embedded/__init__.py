"""The embedded engine, and the only importer of Whoosh beside the stemmers; commands call `open_index`."""

from rex.search.embedded.engine import WhooshEngine
from rex.search.embedded.freshness import OpenIndex, open_index

__all__ = ["OpenIndex", "WhooshEngine", "open_index"]
