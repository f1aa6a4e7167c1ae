"""All files of the browser's index over some documents, in one language of the site."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from rex.core.derive import Facts
from rex.core.store import Store
from rex.search import weights
from rex.search.browser.facets import NAMES, facets
from rex.search.browser.rows import Found, Site, rows
from rex.search.browser.shards import build_index, compact
from rex.search.model import Document
from rex.search.text import log_lines
from rex.search.words import ASKING, ENDINGS, EVERYDAY, PAIRS, SPELLINGS, STOP_WORDS, TECHNICAL


def browser_index(
    facts: Facts, site: Site, documents: Iterable[Document], head: Mapping[str, Any], store: Store | None = None
) -> tuple[dict[str, str], int]:
    """Files by path, and the number of cases in them. `head` is what `index.json` says beside: words of the interface, scripts.

    `store` has what an earlier build has read of the documents.

    `index.json` is the only file whose name stays; the others lie in a folder named after what they hold, so that a cache can
    never mix two builds.
    """
    cases, terms, places = rows(facts, site, documents, NAMES)
    everything = cases + terms + places
    inverted = build_index(tuple(found.documents for found in everything), store)
    files = dict(inverted.files)
    for number, found in enumerate(everything):
        files[f"d/{number}.json"] = compact(found.row)
    version = sha256(compact(sorted(files.items())).encode()).hexdigest()[:12]
    whole = {
        "folder": version,
        "cases": len(cases),
        "kinds": [found.row["kind"] for found in (*terms, *places)],
        "evidence": [found.documents[0].evidence for found in cases],
        "symptomCases": _symptom_cases(cases, terms),
        "documents": inverted.documents,
        "shards": inverted.shards,
        "letters": inverted.letters,
        "stop": {lang: " ".join(sorted(words)) for lang, words in STOP_WORDS.items()},
        "asking": " ".join(sorted(ASKING)),
        "everyday": " ".join(sorted(EVERYDAY)),
        "technical": " ".join(sorted(TECHNICAL)),
        "endings": " ".join(sorted(ENDINGS)),
        "spellings": SPELLINGS,
        "pairs": [" ".join(pair) for pair in PAIRS],
        "symptoms": log_lines.portable(),
        "rules": weights.portable(),
        "facets": facets(facts, site.words, everything),
        **head,
    }
    return {"index.json": compact(whole), **{f"{version}/{path}": text for path, text in files.items()}}, len(cases)


def _symptom_cases(cases: list[Found], terms: list[Found]) -> dict[str, list[int]]:
    """By entry of a symptom, the cases in which it stood."""
    found: dict[str, list[int]] = {}
    numbers = {term.documents[0].id: len(cases) + place for place, term in enumerate(terms)}
    for number, case in enumerate(cases):
        for symptom in case.documents[0].symptoms:
            if f"symptom:{symptom}" in numbers:
                found.setdefault(str(numbers[f"symptom:{symptom}"]), []).append(number)
    return found
