"""What the browser can find, and what the row of each says: cases, latest first, then the terms of the vocabulary.

Labels and addresses come from whoever builds the site (`Site`): nothing here knows a page.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from rex.core.derive import Facts
from rex.core.grade import RANK
from rex.core.model import Outcome, State, Status
from rex.search.model import PLACE, TERM, Document

# Pairs of mistake and fix that a result shows.
MOST_PAIRS = 2


class Labels(Protocol):
    """The words of the interface in one language."""

    lang: str

    def __call__(self, key: str, **values: Any) -> str:
        """The text of a key."""
        ...

    def language(self, code: str) -> str:
        """The name of a language."""
        ...

    def country(self, code: str) -> str:
        """The name of a country."""
        ...


@dataclass(frozen=True)
class Site:
    """What rows need of the site in one language: its words, and the address of a subject by kind of page."""

    words: Labels
    url: Callable[[str, str], str]

    @property
    def lang(self) -> str:
        return self.words.lang


@dataclass(frozen=True)
class Found:
    """What can be found: its documents in every language, what its row says, and its values for each facet."""

    documents: tuple[Document, ...]
    row: Mapping[str, Any]
    facets: Mapping[str, tuple[str, ...]]


def rows(facts: Facts, site: Site, documents: Iterable[Document], facets: Iterable[str]) -> tuple[list[Found], list[Found], list[Found]]:
    """Every case, every term and every page with its row, and its values of `facets`."""
    texts: dict[str, list[Document]] = {}
    for document in documents:
        texts.setdefault(document.id, []).append(document)
    terms = {term_id: texts[term_id] for term_id in sorted(texts) if texts[term_id][0].status == TERM}
    pages = {page_id: texts[page_id] for page_id in sorted(texts) if texts[page_id][0].status == PLACE}
    return list(_cases(facts, site, texts, tuple(facets))), list(_terms(facts, site, terms)), list(_pages(site, pages))


def _cases(facts: Facts, site: Site, documents: Mapping[str, list[Document]], facets: tuple[str, ...]) -> Iterator[Found]:
    """Every case, latest first: of two that answer equally well, the later one stands first."""
    cases = [texts for texts in documents.values() if texts[0].is_case]
    for texts in sorted(cases, key=lambda texts: (-(texts[0].last_year or 0), texts[0].id)):
        yield _case(facts, site, texts, facets)


def _case(facts: Facts, site: Site, documents: list[Document], facets: tuple[str, ...]) -> Found:
    words, companies = site.words, facts.corpus.vocabulary.companies
    own = next((document for document in documents if document.lang == site.lang), documents[0])
    row = {
        "url": site.url("case", own.id),
        "kind": "wanted" if own.status == Status.WANTED.value else "case",
        "title": own.title,
        "facts": [
            ", ".join(companies[company].name for company in own.company if company in companies),
            _span(own.years),
            words(f"case_kind.{own.kind}"),
            *([words("search.in_language", language=words.language(own.lang))] if own.lang != site.lang else []),
        ],
        "lang": own.lang,
        "pairs": _best_pairs(facts, site.lang, own.id),
        "text": [own.summary, *own.signals, *own.text.split("\n")],
    }
    return Found(tuple(documents), row, {name: own.facet(name) for name in facets})


def _span(years: tuple[int, ...]) -> str:
    if not years:
        return ""
    return str(years[0]) if years[0] == years[-1] else f"{years[0]}–{years[-1]}"


def _best_pairs(facts: Facts, lang: str, case_id: str) -> list[tuple[str, str, str, str, str]]:
    """Mistake, fix, what became of it here (state or outcome, and its value), and the grade over all cases.

    Those of which this case says what came of it stand first, then those with the best evidence.
    """
    vocabulary, file = facts.corpus.vocabulary, facts.corpus.cases.get(case_id)
    if file is None:  # a benchmark's
        return []
    tied = {(mistake, fix.id): fix for fix in reversed(file.case.fixes) for mistake in fix.corrects}
    pairs = [(facts.pairs[key], fix) for key, fix in tied.items() if key in facts.pairs]
    pairs.sort(key=lambda one: (one[1].outcome is Outcome.UNKNOWN, RANK[one[0].grade], -len(one[0].edges), one[0].mistake, one[0].fix))
    return [
        (
            vocabulary.mistakes[pair.mistake].label[lang],
            vocabulary.fixes[pair.fix].label[lang],
            *(("state", fix.state.value) if fix.state in (State.PLANNED, State.RECOMMENDED) else ("outcome", fix.outcome.value)),
            pair.grade.value,
        )
        for pair, fix in pairs[:MOST_PAIRS]
    ]


def _terms(facts: Facts, site: Site, documents: Mapping[str, list[Document]]) -> Iterator[Found]:
    """The terms of the vocabulary. As in the embedded engine, a term lends its cases its score."""
    vocabulary, lang, words = facts.corpus.vocabulary, site.lang, site.words
    for term_id, texts in documents.items():
        kind, _, name = term_id.partition(":")
        best: list[tuple[str, str]] = []
        if kind == "mistake":
            pillars, cases = vocabulary.mistakes[name].pillars, facts.by_mistake.get(name, [])
            best = [(vocabulary.fixes[pair.fix].label[lang], pair.grade.value) for pair in facts.fixes_for(name)[:1]]
        elif kind == "fix":
            pillars, cases = vocabulary.fixes[name].pillars, facts.by_fix.get(name, [])
            best = [(vocabulary.mistakes[pair.mistake].label[lang], pair.grade.value) for pair in facts.mistakes_for(name)[:1]]
        elif kind == "pillar":
            pillars, cases = (name,), facts.by_pillar.get(name, [])
        else:
            pillars, cases = (
                (),
                [case for case, file in facts.corpus.told.items() if any(one.symptom == name for one in file.case.signals)],
            )
        own = next(document for document in texts if document.lang == lang)
        row = {
            "url": site.url(kind, name),
            "kind": kind,
            "title": own.title,
            "facts": [words(f"kind.{kind}"), words("n_cases", n=len(cases))],
            "lang": lang,
            "best": best,
            "text": [own.summary, *own.signals, *own.text.split("\n")],
        }
        yield Found(tuple(texts), row, {"pillar": pillars, kind: (name,)})


def _pages(site: Site, documents: Mapping[str, list[Document]]) -> Iterator[Found]:
    """Pages that are called something: only their names and addresses are shown."""
    for page_id, texts in documents.items():
        kind, _, name = page_id.partition(":")
        own = next((document for document in texts if document.lang == site.lang), texts[0])
        yield Found(tuple(texts), {"url": site.url(kind, name), "kind": kind, "title": own.title}, {})
