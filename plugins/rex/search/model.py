"""What a search engine is given, asked and answers: the small interface behind which engines stand.

Only plain data lives here: no engine, no corpus, no files. The embedded engine is `rex.search.embedded`; a server
(OpenSearch, say) would be one more file that implements `Engine` (see docs/maintaining/add-a-search-engine.md). Kept
free of heavy imports, because `rex search` answers from the index without reading a single case.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from rex.core.errors import RexError
from rex.search.text.log_lines import Message

# What a search can be narrowed by, and counted by. A document carries its values in the attribute of that name.
FACETS = ("pillar", "mistake", "fix", "company", "kind", "event", "outcome", "country", "sector", "stack", "year", "lang")
# The status of a document that is not a case but a term: a symptom, a mistake, a fix or a pillar, told in its own words. It leads to the
# cases that have it, and is shown above them.
TERM = "term"
# The status of one that is a page of the site about a company, an event and so on: only its name is looked for.
PLACE = "place"
# What hits can be sorted by: the latest first, or the best evidence first.
SORTS = ("year", "evidence")
# Kinds of terms, which is also what a case has them by.
TERMS = ("symptom", "mistake", "fix", "pillar")


@dataclass(frozen=True)
class Document:
    """One case in one language, as it is searched and shown. `key` is unique; `text` has one block a line.

    `about` says what is known of its companies: what they do, their sector and
    country in words. `groups` are its companies and the groups they belong to: the filter on a company looks there.
    `asked` are ways in which people ask for it; they are searched and never shown. `exact` are names that are looked for as
    they are written, in their order: dates, numbers of vulnerabilities and tickets. `evidence` ranks the best pair of mistake and fix
    that it has, 0 first.

    With the status `TERM` it is a term of the vocabulary instead: `id` is its kind and id (`mistake:retry-storm`), `title`
    its name, `names` its synonyms, `text` what it means and how one knows it. A symptom has its phrases as `signals` and its whole messages
    as `messages`; `mistakes` are those it is a sign of, `possible` those it may come from.

    With the status `PLACE` it is a page: `id` is its kind and id (`company:axa`), `title` what it is called, `exact` its names.
    """

    id: str
    lang: str
    status: str
    title: str
    summary: str
    signals: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    stack: tuple[str, ...] = ()
    text: str = ""
    asked: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()
    kind: str = ""
    pillars: tuple[str, ...] = ()
    mistakes: tuple[str, ...] = ()
    possible: tuple[str, ...] = ()
    fixes: tuple[str, ...] = ()
    symptoms: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    evidence: int = 0
    event: str = ""
    company: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    fingerprint: str = ""

    @property
    def key(self) -> str:
        """No id and no language holds a dot."""
        return f"{self.id}.{self.lang}"

    @property
    def last_year(self) -> int | None:
        return max(self.years, default=None)

    @property
    def is_case(self) -> bool:
        return self.status not in (TERM, PLACE)

    def facet(self, name: str) -> tuple[str, ...]:
        """Its values under one of `FACETS` or `TERMS`, as text; none for what is no case to be counted."""
        if not self.is_case:
            return ()
        values: dict[str, Iterable[object]] = {
            "pillar": self.pillars,
            "mistake": self.mistakes,
            "fix": self.fixes,
            "symptom": self.symptoms,
            "company": self.groups,
            "kind": (self.kind,) if self.kind else (),
            "event": (self.event,) if self.event else (),
            "outcome": self.outcomes,
            "country": self.countries,
            "sector": self.sectors,
            "stack": self.stack,
            "year": self.years,
            "lang": (self.lang,),
        }
        return tuple(map(str, values[name]))


@dataclass(frozen=True)
class Query:
    """What somebody looks for.

    `words` may hold phrases in double quotes; a pasted log is taken as it is.
    `filters` map a facet to the values of which a case must have one; all facets must hold. `since` and `until` are
    years. With words and without filters everything may be found, with filters alone they choose. `sort` is one of `SORTS`
    instead of what answers best.
    """

    words: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    since: int | None = None
    until: int | None = None
    sort: str = ""
    limit: int = 10
    facets: bool = False
    explain: bool = False


@dataclass(frozen=True)
class Reason:
    """One part of a score: what it is for, in words for people, and what it is worth. Factors multiply, points add."""

    what: str
    points: float
    factor: bool = False


@dataclass(frozen=True)
class Hit:
    """A document that matches; scores compare within one answer only. `reasons` are there if the query asked."""

    document: Document
    score: float
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Answer:
    """Hits, best first, each case once, out of `total` cases that match.

    `terms` are the symptoms, mistakes and fixes that answer, `places` the pages that are called so. Unless the answer is `sure`, the hits
    are only the nearest that there is. `quoted` says which message of a case or symptom the question shows, by id.

    `stems` are what was looked for: passages are marked with them. `corrected` maps words that no text has to those
    that were looked for instead. `facets` count cases by facet and value, if the query asked. `note` is one line for
    people if the question was not taken literally.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    terms: tuple[Hit, ...] = ()
    places: tuple[Document, ...] = ()
    sure: bool = True
    quoted: Mapping[str, str] = field(default_factory=dict)
    stems: frozenset[str] = frozenset()
    corrected: Mapping[str, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    note: str = ""


class UnusableIndexError(RexError):
    """There is no index yet, or it is damaged: `refresh` makes a good one."""


class EmptyQueryError(RexError):
    """Nothing in the words can be looked for, and there is no filter."""


@dataclass(frozen=True)
class Changes:
    """What a refresh did, in texts of cases. `note` is one line for people if something unusual happened."""

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
        """The best documents. Raises `UnusableIndexError` if there is nothing to search in, `EmptyQueryError` if nothing is asked."""
        ...


@dataclass(frozen=True)
class Head:
    """What must be known of every document to rank and group it."""

    case: str
    lang: str
    last_year: int
    evidence: int
    fingerprint: str


class Lexicon(Protocol):
    """The words of the base."""

    def knows(self, word: str) -> bool:
        """Whether some text has a word (folded)."""
        ...

    def near(self, word: str, lang: str, signs: frozenset[str] = frozenset()) -> tuple[int, list[str]]:
        """How many slips away the nearest words are that `word` may be a slip for, and these."""
        ...

    def kin(self, word: str) -> list[tuple[int, str]]:
        """Words that may be the same one with another ending, with the length of what they share; longest first."""
        ...


class IndexReader(Protocol):
    """One state of an index, as ranking reads it. Documents and cases are numbers; terms stand among the cases, see `terms`."""

    @property
    def lexicon(self) -> Lexicon:
        """Its words."""
        ...

    @property
    def heads(self) -> Sequence[Head | None]:
        """By number of document; `None` where one was deleted."""
        ...

    @property
    def cases(self) -> Sequence[str]:
        """Ids by number of case."""
        ...

    @property
    def terms(self) -> Mapping[int, tuple[str, str]]:
        """What stands among the cases but is a term: its kind and id."""
        ...

    @property
    def pages(self) -> Mapping[int, tuple[str, str]]:
        """What stands among the cases but is a page: its kind and id."""
        ...

    def messages(self, case: int) -> Sequence[Message]:
        """The messages of a case or a symptom, as they are compared."""
        ...

    @property
    def case_of(self) -> Sequence[int]:
        """By number of document: its case; -1 for a deleted one."""
        ...

    @property
    def places(self) -> Sequence[int]:
        """By case, where it stands when all are sorted by their last year, the latest first."""
        ...

    @property
    def documents_of(self) -> Sequence[Sequence[int]]:
        """By case, its documents."""
        ...

    @property
    def living(self) -> int:
        """How many documents there are."""
        ...

    def frequency(self, term: str) -> int:
        """In how many documents a term is."""
        ...

    def rarity(self, frequency: int) -> float:
        """Inverse document frequency, never negative."""
        ...

    def postings(self, term: str) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
        """Numbers of documents and the impacts that a term has in them, in parts; deleted documents may be among them."""
        ...

    def documents(self, term: str) -> set[int]:
        """Numbers of all living documents with a term."""
        ...

    def facet_values(self, facet: str) -> Iterator[str]:
        """Every value of a facet, in order."""
        ...

    def facet_documents(self, facet: str, value: str) -> set[int]:
        """Numbers of all living documents with a value of a facet."""
        ...

    def cases_with(self, facet: str, value: str) -> set[int]:
        """All cases with a value of a facet in any of their languages."""
        ...

    def document(self, number: int) -> Document:
        """A document as it went in."""
        ...
