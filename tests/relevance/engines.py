"""Every engine that readers meet, as something to open: name to a context that gives its `ask`.

A new engine is one function and one row in `ENGINES`; runner and gate take it from there.
"""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from relevance.measure import Ask
from rex.core.corpus import read_corpus
from rex.core.derive import Facts
from rex.search.documents import build_documents
from rex.search.engine import EmptyQueryError, Query
from rex.search.index import WhooshEngine


@contextmanager
def whoosh(root: Path) -> Iterator[Ask]:
    """What `rex search` answers, with an index made for the occasion."""
    with tempfile.TemporaryDirectory() as folder:
        engine = WhooshEngine(Path(folder) / "index")
        engine.refresh(build_documents(Facts(read_corpus(root))))

        def ask(lang: str, text: str) -> Sequence[str]:
            try:
                return [hit.document.id for hit in engine.search(Query(text)).hits]
            except EmptyQueryError:
                return []

        yield ask


ENGINES: Mapping[str, Callable[[Path], AbstractContextManager[Ask]]] = {"whoosh": whoosh}
