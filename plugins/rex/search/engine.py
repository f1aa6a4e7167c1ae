"""What a search engine is given, asked and answers: the small interface behind which engines stand.

Only plain data lives here: no engine, no corpus, no files. The embedded engine is `rex.search.index`; a server
(OpenSearch, say) would be one more file that implements `Engine`. Kept free of heavy imports, because
`rex search` answers from the index without reading a single case.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from rex.core.errors import RexError


@dataclass(frozen=True)
class Document:
    """One case in one language, as it is searched and shown. `key` is unique; `text` has one block a line.

    `labels` are the names and synonyms of its mistakes and fixes with their language, in every language, so that
    the other language's words find it. `groups` are its companies and the groups they belong to: the filter on a
    company looks there.
    """

    id: str
    lang: str
    status: str
    title: str
    summary: str
    signals: tuple[str, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()
    pillar_labels: tuple[tuple[str, str], ...] = ()
    names: tuple[str, ...] = ()
    stack: tuple[str, ...] = ()
    text: str = ""
    pillars: tuple[str, ...] = ()
    mistakes: tuple[str, ...] = ()
    fixes: tuple[str, ...] = ()
    company: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    fingerprint: str = ""

    @property
    def key(self) -> str:
        """No id and no language holds a dot."""
        return f"{self.id}.{self.lang}"

    @property
    def last_year(self) -> int | None:
        return max(self.years, default=None)


@dataclass(frozen=True)
class Query:
    """What somebody looks for. Filters hold ids and must all match; without words, they alone choose.

    With `lang`, only texts in that language are found; without, every case once, in the language that fits best.
    """

    words: str = ""
    pillar: str | None = None
    mistake: str | None = None
    fix: str | None = None
    company: str | None = None
    year: int | None = None
    lang: str | None = None
    limit: int = 10


@dataclass(frozen=True)
class Hit:
    """A document that matches; scores compare within one answer only."""

    document: Document
    score: float


@dataclass(frozen=True)
class Answer:
    """Hits, best first, each case once. `stems` are what was looked for: passages are marked with them."""

    hits: tuple[Hit, ...] = ()
    stems: frozenset[str] = frozenset()


class UnusableIndexError(RexError):
    """There is no index yet, or it is damaged: `refresh` makes a good one."""


@dataclass(frozen=True)
class Changes:
    """What a refresh did, in documents. `note` is one line for people if something unusual happened."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    note: str = ""


class Engine(Protocol):
    """Keeps documents and finds them. Any process may be killed at any time: the last finished state answers."""

    def refresh(self, documents: Iterable[Document], *, memo: str = "", rebuild: bool = False) -> Changes:
        """Hold exactly these documents, touching only those whose fingerprint differs (with `rebuild`, all).

        `memo` is kept for the caller, never newer than the documents.
        """
        ...

    def memo(self) -> str | None:
        """The last memo, or `None` if there is no usable state."""
        ...

    def search(self, query: Query) -> Answer:
        """The best documents. Raises `UnusableIndexError` if there is nothing to search in."""
        ...
