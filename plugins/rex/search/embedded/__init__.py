"""The embedded engine, and the only importer of Whoosh beside the stemmers; commands call `open_index`."""

from rex.search.embedded.light import import_whoosh

import_whoosh()

from rex.search.embedded.engine import WhooshEngine  # noqa: E402
from rex.search.embedded.freshness import OpenIndex, open_index  # noqa: E402

__all__ = ["OpenIndex", "WhooshEngine", "open_index"]
