"""What a document is indexed under, and how much each term says about it. Pure; every engine may use it.

A term is a stem, or one of two kinds of names for a whole that a single stem cannot be:

- `title:backup`: the stem in one part of the case, for questions about that part; `signals:` holds words of
  normalised symptoms, which are not stemmed;
- `=alert+fatigu`: all stems of a name or synonym of a mistake, a fix or a pillar together. "alert fatigue" then means
  the mistake, while words that only stand in several of its names are just words.

How much a term says (its impact) is BM25F with fixed constants, computed when the text is indexed: a query then only
adds up, and no document's score depends on the length of the others.
"""

from collections.abc import Iterable

from rex.search.analysis import stems
from rex.search.engine import TERM, Document
from rex.search.symptoms import words_left

# A word counts by where it stands.
WEIGHTS = {"id": 1.0, "title": 5.0, "signals": 4.0, "names": 5.0, "stack": 4.0, "summary": 3.0, "about": 1.0, "text": 1.0}
# A call for contributors has no lesson in it; a case that has comes first.
STATUS_WEIGHTS = {"wanted": 0.4}
# BM25: how soon more of the same word stops mattering, how much length counts, and what length is usual. Cases
# differ in length because some have more to tell, so length counts for less than the customary 0.75.
SATURATION, LENGTH_PENALTY, USUAL_LENGTH = 1.6, 0.35, 420.0
# An impact is stored as a whole number of these steps: the index is smaller and nobody can tell the difference.
STEPS = 8
# A name or synonym of a term may have up to so many words to be looked for as a whole.
LONGEST_NAME = 5


def document_terms(document: Document) -> dict[str, int]:
    """Every term of a document with its impact in `STEPS`."""
    parts: dict[str, Iterable[str]] = {
        "id": (document.id,),
        "title": (document.title,),
        "signals": document.signals,
        "names": document.names,
        "stack": document.stack,
        "summary": (document.summary,),
        "about": document.about,
        "text": (document.text,),
    }
    weights: dict[str, float] = {}
    length = 0
    for part, texts in parts.items():
        for text in texts:
            found = stems(text, document.lang)
            length += len(found) if part == "text" else 0
            for stem in found:
                weights[stem] = weights.get(stem, 0.0) + WEIGHTS[part]
    slack = SATURATION * (1 - LENGTH_PENALTY + LENGTH_PENALTY * length / USUAL_LENGTH)
    status = STATUS_WEIGHTS.get(document.status, 1.0)
    impacts = {stem: status * weight * (SATURATION + 1) / (weight + slack) for stem, weight in weights.items()}
    impacts |= dict.fromkeys(_names(document) if document.status == TERM else _fields(document), status)
    return {term: max(1, round(impact * STEPS)) for term, impact in impacts.items()}


def field_term(field: str, stem: str) -> str:
    """The term of a stem within a part of the case."""
    return f"{field}:{stem}"


def concept_term(stems: Iterable[str]) -> str:
    """The term of a name, whatever the order of its words."""
    return "=" + "+".join(sorted(set(stems)))


def _fields(document: Document) -> Iterable[str]:
    for field, texts in (("title", (document.title,)), ("company", document.names), ("stack", document.stack)):
        for text in texts:
            yield from (field_term(field, stem) for stem in stems(text, document.lang))
    for signal in document.signals:
        yield from (field_term("signals", word) for word in words_left(signal))


def _names(document: Document) -> Iterable[str]:
    for name in (document.title, *document.names):
        whole = set(stems(name, document.lang))
        if 0 < len(whole) <= LONGEST_NAME:
            yield concept_term(whole)
