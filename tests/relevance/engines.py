"""The two engines that readers meet, as something to ask: the embedded one, and the browser's over the same documents.

Neither needs a built site: the browser's files come from the module that the site takes them from, and one call asks everything.
"""

import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from playwright.sync_api import Browser

from conftest import our_facts
from rex.core.derive import Facts
from rex.search.documents import build_documents
from rex.search.embedded import WhooshEngine
from rex.search.model import PLACE, TERM, Document, EmptyQueryError, IndexReader, Query
from rex.search.ranking import search
from rex.search.weights import WEIGHTS, Weights
from rex.site.browser_search import ranked_index
from served import serving

FIRST = 10


@dataclass(frozen=True)
class Found:
    """What an engine answers: ids of cases, of terms and of pages, best first, and whether it is sure."""

    cases: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    sure: bool = False
    quoted: bool = False


class Base:
    """A base as engines have it: its facts, its documents, and their index, which is made once however often one asks."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.documents = build_documents(facts)
        self._folder = tempfile.TemporaryDirectory()

    @cached_property
    def engine(self) -> WhooshEngine:
        engine = WhooshEngine(Path(self._folder.name) / "index")
        engine.refresh(self.documents)
        return engine


@cache
def our_base() -> Base:
    """Our own, made once a process."""
    return Base(our_facts())


def embedded(base: Base, asked: Sequence[str], weights: Weights = WEIGHTS) -> list[Found]:
    """What `rex search` answers."""
    return base.engine.reading(lambda reader: [ask(reader, text, weights) for text in asked])


def ask(reader: IndexReader, text: str, weights: Weights = WEIGHTS) -> Found:
    """One question to an open index."""
    try:
        answer = search(reader, Query(text, limit=FIRST), weights)
    except EmptyQueryError:
        return Found()
    return Found(
        tuple(hit.document.id for hit in answer.hits),
        tuple(hit.document.id for hit in answer.terms),
        tuple(place.id for place in answer.places),
        answer.sure,
        bool(answer.quoted),
    )


def in_browser(browser: Browser, base: Base, asked: Sequence[str], scripts: Path) -> list[Found]:
    """What the search of the site finds, but for completing the last word: nobody is typing here."""
    files, _ = ranked_index(base.facts, "en", base.documents)
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder)
        for path, text in files.items():
            (site / "search" / path).parent.mkdir(parents=True, exist_ok=True)
            (site / "search" / path).write_text(text, encoding="utf-8")
        (site / "search-engine.js").write_text((scripts / "search-engine.js").read_text(encoding="utf-8"), encoding="utf-8")
        (site / "index.html").write_text("<!doctype html><title>Search</title>", encoding="utf-8")
        with serving(site) as address:
            page = browser.new_page(base_url=address)
            page.goto("/index.html")
            answers = json.loads(page.evaluate(_ASK_ALL, list(asked)))
            page.close()
    ids = entries(base.documents)
    return [
        Found(
            tuple(ids[number] for number in one["cases"]),
            tuple(ids[number] for number in one["terms"]),
            tuple(ids[number] for number in one["places"]),
            one["sure"],
            one["quoted"],
        )
        for one in answers
    ]


def entries(documents: Sequence[Document]) -> list[str]:
    """Ids by number of entry, as the browser's index counts: cases, the latest first, then terms and pages by id."""
    first = {document.id: document for document in reversed(documents)}
    cases = sorted((one for one in first.values() if one.is_case), key=lambda one: (-(one.last_year or 0), one.id))
    return [one.id for one in cases] + [
        one.id
        for status in (TERM, PLACE)
        for one in sorted((one for one in first.values() if one.status == status), key=lambda one: one.id)
    ]


_ASK_ALL = f"""async (asked) => {{
  const {{ open }} = await import("/search-engine.js");
  const engine = await open(new URL("/search/", location));
  const found = [];
  for (const text of asked) {{
    const answer = await engine.search(text, {{ typing: false }});
    const numbers = answer.results.map((result) => result.number);
    const cases = numbers.filter((number) => number < engine.cases);
    found.push({{
      cases: cases.slice(0, answer.sure ? {FIRST} : engine.rules.nearest),
      terms: numbers.filter((number) => number >= engine.cases),
      places: answer.places,
      sure: answer.sure,
      quoted: answer.signals.size > 0,
    }});
  }}
  return JSON.stringify(found);
}}"""
