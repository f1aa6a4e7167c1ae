"""What the reader's browser searches, for one language: our own ranked index of cases, mistakes and fixes, and Pagefind over
the finished HTML of every page.

The first answers a question within a few tens of kilobytes, knows spelling, symptoms and the words of the other language,
and counts facets. The second is only fetched for exact phrases and for pages written by people. Why both:
docs/decisions/20261124-two-browser-indexes.md. Nothing here decides how an answer looks: `assets/search.js` does.
"""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from rex.core.derive import Facts
from rex.core.errors import RexError
from rex.core.grade import RANK
from rex.core.model import Outcome, State, Status
from rex.pages.page import PATHS
from rex.pages.words import Words, words_of
from rex.search import lookup
from rex.search.analysis import PAIRS, SPELLINGS, STOP_WORDS
from rex.search.documents import build_documents
from rex.search.engine import TERM, Document
from rex.search.inverted import build_index, compact
from rex.search.lexicon import LONG, SHORTEST
from rex.search.question import ASKING, PLAIN
from rex.search.symptoms import portable
from rex.search.terms import LONGEST_NAME, STEPS

# Lists only repeat what the pages they lead to say; a search would show everything twice.
SEARCHED_KINDS = frozenset(("case", "wanted", "pillar", "mistake", "fix", "company", "event", "evidence"))

# Not part of what a page says.
_NOT_TEXT = ".rex-crumbs, .rex-badge, .rex-cite, .rex-pager, .rex-tools, sup"

FOLDER = "search"
# What `assets/rex.js` fetches under an address that changes with it.
_SCRIPTS = ("search.js", "search-engine.js", "search.css")
# What readers narrow a search by, in the order in which they see it.
_FACETS = ("pillar", "mistake", "fix", "company", "kind", "sector", "country", "year")
# Pairs of mistake and fix that a result shows.
MOST_PAIRS = 2

# Where a reader can go whom search could not help.
_WAYS = (("wanted", "wanted.md"), ("contribute", "contribute.md"), ("cases", "cases/index.md"), ("mistakes", "mistakes/index.md"))


@dataclass(frozen=True)
class Found:
    """What can be found: its documents in every language, what its row says, and its values for each facet."""

    documents: tuple[Document, ...]
    row: Mapping[str, Any]
    facets: Mapping[str, tuple[str, ...]]


def build_pagefind(site: Path) -> int:
    """Index the built site of one language into its `pagefind/` folder. Returns the number of pages indexed.

    Raises `RexError` with Pagefind's own words if it fails.
    """
    command = [sys.executable, "-m", "pagefind", "--site", str(site), "--silent", "--exclude-selectors", _NOT_TEXT]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  # our own arguments, no shell
    if done.returncode:
        raise RexError(f"Pagefind failed: {(done.stderr or done.stdout).strip()}")
    entry = json.loads((site / "pagefind" / "pagefind-entry.json").read_text(encoding="utf-8"))
    return sum(int(language["page_count"]) for language in entry["languages"].values())


def write_ranked_index(facts: Facts, lang: str, site: Path, written: Iterable[str] = ()) -> int:
    """Write the ranked index of one language into the `search/` folder of its site. Returns the number of cases in it.

    `written` are the pages written by people: one of them may tell how to contribute.
    """
    scripts = sha256(b"".join((site / "assets" / name).read_bytes() for name in _SCRIPTS)).hexdigest()[:12]
    files, cases = ranked_index(facts, lang, build_documents(facts), written, scripts)
    for path, text in files.items():
        target = site / FOLDER / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return cases


def ranked_index(
    facts: Facts, lang: str, documents: Iterable[Document], written: Iterable[str] = (), scripts: str = ""
) -> tuple[dict[str, str], int]:
    """Files of the index over these documents by path below `search/`, and the number of cases in it.

    `index.json` is the only file whose name stays; the others lie in a folder named after what they hold, so that a cache can
    never mix two builds; for the same reason it says which `scripts` read it.
    """
    texts: dict[str, list[Document]] = {}
    for document in documents:
        texts.setdefault(document.id, []).append(document)
    cases, terms = list(_cases(facts, lang, texts)), list(_terms(facts, lang, texts))
    everything = cases + terms
    inverted = build_index(tuple(found.documents for found in everything))
    files = dict(inverted.files)
    for number, found in enumerate(everything):
        files[f"d/{number}.json"] = compact(found.row)
    version = sha256(compact(sorted(files.items())).encode()).hexdigest()[:12]
    words = words_of(lang)
    head = {
        "folder": version,
        "scripts": scripts,
        "cases": len(cases),
        "kinds": [found.row["kind"] for found in terms],
        "documents": inverted.documents,
        "shards": inverted.shards,
        "letters": inverted.letters,
        "stop": " ".join(sorted(frozenset().union(*STOP_WORDS.values()))),
        "asking": " ".join(sorted(ASKING)),
        "plain": " ".join(sorted(PLAIN)),
        "spellings": SPELLINGS,
        "pairs": [" ".join(pair) for pair in PAIRS],
        "symptoms": portable(),
        "rules": _rules(),
        "ways": [
            [words(f"search.none_{name}"), address.removesuffix("index.md").removesuffix(".md").rstrip("/") + "/"]
            for name, address in _WAYS
            if address in PATHS.values() or address in written
        ],
        "facets": _facets(facts, words, everything),
        "words": words.branch("search"),
        "badges": {
            "grade": {grade: [words(f"grade.{grade}"), words(f"grade_why.{grade}")] for grade in RANK},
            "outcome": {outcome: [words(f"outcome.{outcome}")] for outcome in Outcome},
            "state": {state: [words(f"state.{state}")] for state in State},
        },
    }
    return {"index.json": compact(head), **{f"{version}/{path}": text for path, text in files.items()}}, len(cases)


def _rules() -> dict[str, object]:
    """The figures of ranking, from where the embedded engine has them."""
    return {
        "neighbour": lookup.NEIGHBOUR,
        "slip": lookup.SLIP,
        "neighbourCovers": lookup.NEIGHBOUR_COVERS,
        "slipCovers": (lookup.SLIP_COVERS, lookup.TWO_SLIPS_COVER),
        "short": lookup.SHORT,
        "coveragePower": lookup.COVERAGE_POWER,
        "unknown": lookup.UNKNOWN,
        "least": lookup.LEAST_COVERAGE,
        "longQuestion": lookup.LONG,
        "longPower": lookup.LONG_POWER,
        "strength": lookup.STRENGTH,
        "all": lookup.ALL,
        "understood": lookup.UNDERSTOOD,
        "everyday": lookup.EVERYDAY,
        "unknownInPaste": lookup.UNKNOWN_IN_PASTE,
        "term": lookup.TERM_WEIGHT,
        "pillar": lookup.PILLAR_WEIGHT,
        "termShare": lookup.TERM_SHARE,
        "termCoverage": lookup.TERM_COVERAGE,
        "termCovers": lookup.TERM_COVERS,
        "mostTerms": lookup.MOST_TERMS,
        "name": lookup.NAME,
        "symptom": lookup.SYMPTOM,
        "steps": STEPS,
        "longestName": LONGEST_NAME,
        "shortest": SHORTEST,
        "long": LONG,
    }


# -- cases ---------------------------------------------------------------------------------------------------------


def _cases(facts: Facts, lang: str, documents: Mapping[str, list[Document]]) -> Iterable[Found]:
    """Every case, latest first: of two that answer equally well, the later one stands first."""
    cases = [texts for texts in documents.values() if texts[0].status != TERM]
    for texts in sorted(cases, key=lambda texts: (-(texts[0].last_year or 0), texts[0].id)):
        yield _case(facts, lang, texts)


def _case(facts: Facts, lang: str, documents: list[Document]) -> Found:
    words, companies = words_of(lang), facts.corpus.vocabulary.companies
    own = next((document for document in documents if document.lang == lang), documents[0])
    row = {
        "url": _url("case", own.id),
        "kind": "wanted" if own.status == Status.WANTED.value else "case",
        "title": own.title,
        "facts": [
            ", ".join(companies[company].name for company in own.company if company in companies),
            _span(own.years),
            words(f"case_kind.{own.kind}"),
            *([words("search.in_language", language=words.language(own.lang))] if own.lang != lang else []),
        ],
        "lang": own.lang,
        "pairs": _best_pairs(facts, lang, own.id),
        "text": [own.summary, *own.signals, *own.text.split("\n")],
    }
    return Found(tuple(documents), row, {name: own.facet(name) for name in _FACETS})


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


# -- mistakes, fixes and pillars -----------------------------------------------------------------------------------


def _terms(facts: Facts, lang: str, documents: Mapping[str, list[Document]]) -> Iterable[Found]:
    """The terms of the vocabulary. What `rex.search.lookup` does, the browser does too: a term lends its cases its score."""
    vocabulary = facts.corpus.vocabulary
    for term_id, texts in documents.items():
        if texts[0].status != TERM:
            continue
        kind, _, name = term_id.partition(":")
        best: list[tuple[str, str]] = []
        if kind == "mistake":
            pillars, cases = vocabulary.mistakes[name].pillars, facts.by_mistake.get(name, [])
            best = [(vocabulary.fixes[pair.fix].label[lang], pair.grade.value) for pair in facts.fixes_for(name)[:1]]
        elif kind == "fix":
            pillars, cases = vocabulary.fixes[name].pillars, facts.by_fix.get(name, [])
            best = [(vocabulary.mistakes[pair.mistake].label[lang], pair.grade.value) for pair in facts.mistakes_for(name)[:1]]
        else:
            pillars, cases = (name,), facts.by_pillar.get(name, [])
        own = next(document for document in texts if document.lang == lang)
        words = words_of(lang)
        row = {
            "url": _url(kind, name),
            "kind": kind,
            "title": own.title,
            "facts": [words(f"kind.{kind}"), words("n_cases", n=len(cases))],
            "lang": lang,
            "best": best,
            "text": [own.summary, *own.text.split("\n")],
        }
        yield Found(tuple(texts), row, {"pillar": pillars, kind: (name,)})


def _url(kind: str, subject: str) -> str:
    return PATHS[kind].format(id=subject).removesuffix(".md") + "/"


# -- facets --------------------------------------------------------------------------------------------------------


def _facets(facts: Facts, words: Words, everything: list[Found]) -> list[dict[str, Any]]:
    """Each facet with its values and, for every entry, the places of its values."""
    lang, vocabulary = words.lang, facts.corpus.vocabulary

    def label_in(table: Mapping[str, Any]) -> Callable[[str], str]:
        return lambda term: str(table[term].label[lang])

    def company(company_id: str) -> str:
        return vocabulary.companies[company_id].name if company_id in vocabulary.companies else company_id

    labels: dict[str, Callable[[str], str]] = {
        "pillar": label_in(vocabulary.pillars),  # type: ignore[arg-type]  # a Table has what is asked of it
        "mistake": label_in(vocabulary.mistakes),  # type: ignore[arg-type]
        "fix": label_in(vocabulary.fixes),  # type: ignore[arg-type]
        "company": company,
        "kind": lambda kind: words(f"case_kind.{kind}"),
        "sector": label_in(vocabulary.sectors),  # type: ignore[arg-type]
        "country": words.country,
        "year": str,
    }
    facets = []
    for name, label_of in labels.items():
        counted = Counter(value for found in everything for value in found.facets.get(name, ()))
        if name == "pillar":
            values = [pillar for pillar in vocabulary.pillars if pillar in counted]
        elif name == "year":
            values = sorted(counted, reverse=True)
        else:
            values = sorted(counted, key=lambda value: (-counted[value], value))  # noqa: B023  # used at once
        places = {value: place for place, value in enumerate(values)}
        facets.append(
            {
                "id": name,
                "label": words(f"facts.{name}") if name in ("company", "sector", "country", "kind") else words(f"column.{name}"),
                "values": [[value, label_of(value)] for value in values],
                "entries": [[places[value] for value in found.facets.get(name, ())] for found in everything],
            }
        )
    return facets
