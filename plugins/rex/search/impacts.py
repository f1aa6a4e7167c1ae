"""What a document is indexed under, and how much each term says about it. Pure; every engine may use it.

A term is a stem, or one of two kinds of names for a whole that a single stem cannot be:

- `title:backup`: the stem in one part of the case, for questions about that part; `signals:` holds words of
  normalised symptoms, which are not stemmed;
- `=alert+fatigu`: all stems of a name or synonym of a mistake, a fix or a pillar together. "alert fatigue" then means
  the mistake, while words that only stand in several of its names are just words. Cases that say "alert fatigue" have it too:
  what people call a thing in two words is more than the two.

How much a term says (its impact) is BM25F with fixed constants, computed when the text is indexed: a query then only
adds up, and no document's score depends on the length of the others.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from rex.search.model import TERM, Document
from rex.search.text.log_lines import words_left
from rex.search.text.stemmer import stem
from rex.search.text.tokens import plain_words, stems
from rex.search.weights import LENGTH_PENALTY, LONGEST_NAME, PARTS, SATURATION, STATUS_WEIGHTS, STEPS, SYNONYM, USUAL_LENGTH
from rex.search.words import STOP_WORDS


@dataclass(frozen=True)
class Names:
    """Names of several words that terms have in one language, as sets of stems, and all stems in them."""

    names: frozenset[frozenset[str]] = frozenset()
    stems: frozenset[str] = frozenset()

    def said(self, text: list[str]) -> set[str]:
        """The terms of those that stand in a text (of stems), whatever the order of their words."""
        found = set()
        run = 0
        for place, one in enumerate(text, 1):
            run = run + 1 if one in self.stems else 0
            for size in range(2, min(run, LONGEST_NAME) + 1):
                name = frozenset(text[place - size : place])
                if name in self.names:
                    found.add(concept_term(name))
        return found


def names_of(documents: Iterable[Document]) -> dict[str, Names]:
    """By language, the names that the terms among some documents have."""
    found: dict[str, set[frozenset[str]]] = {}
    for document in documents:
        if document.status == TERM:
            found.setdefault(document.lang, set()).update(whole for whole in _wholes(document) if len(whole) > 1)
    return {lang: Names(frozenset(names), frozenset(chain.from_iterable(names))) for lang, names in found.items()}


def document_words(document: Document) -> dict[str, list[str]]:
    """The words of each part of a document in order, words without meaning among them."""
    parts = {
        "id": document.id,
        "title": document.title,
        "signals": "\n".join(document.signals),
        "names": "\n".join(document.names),
        "stack": "\n".join(document.stack),
        "summary": document.summary,
        "about": "\n".join(document.about),
        "text": document.text,
    }
    return {part: plain_words(text) for part, text in parts.items()}


def document_terms(
    document: Document, words: Mapping[str, list[str]] | None = None, names: Mapping[str, Names] | None = None
) -> dict[str, int]:
    """Every term of a document with its impact in `STEPS`.

    `words` are its `document_words`, if they are already there; `names` are those to be found in it, see `names_of`.
    """
    words = document_words(document) if words is None else words
    stop = STOP_WORDS[document.lang]
    # Of each word once, since a text repeats its words and only its stems need work.
    weights: dict[str, float] = {}
    stem_of: dict[str, str] = {}
    length = 0
    for part, there in words.items():
        weight = SYNONYM if part == "names" and document.status == TERM else PARTS[part]
        for word, times in Counter(there).items():
            if word not in stop:
                stem_of[word] = known = stem(word, document.lang)
                weights[known] = weights.get(known, 0.0) + times * weight
                length += times if part == "text" else 0
    slack = SATURATION * (1 - LENGTH_PENALTY + LENGTH_PENALTY * length / USUAL_LENGTH)
    status = STATUS_WEIGHTS.get(document.status, 1.0)
    # There are few weights and many words.
    steps = {weight: _steps(status * weight * (SATURATION + 1) / (weight + slack)) for weight in set(weights.values())}
    impacts = {known: steps[weight] for known, weight in weights.items()}
    wholes: Iterable[str]
    if document.status == TERM:
        wholes = map(concept_term, _wholes(document))
    else:
        possible = (names or {}).get(document.lang)
        text = chain(words["title"], words["summary"], words["text"])
        said = possible.said([stem_of[word] for word in text if word in stem_of]) if possible else ()
        wholes = chain(_fields(document), said)
    return impacts | dict.fromkeys(wholes, _steps(status))


def _steps(impact: float) -> int:
    return max(1, round(impact * STEPS))


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


def _wholes(document: Document) -> Iterable[frozenset[str]]:
    for name in (document.title, *document.names):
        whole = frozenset(stems(name, document.lang))
        if 0 < len(whole) <= LONGEST_NAME:
            yield whole
