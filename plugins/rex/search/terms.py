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

from rex.search.analysis import STOP_WORDS, plain_words, stems
from rex.search.engine import TERM, Document
from rex.search.stemmer import stem
from rex.search.symptoms import words_left

# A word counts by where it stands.
WEIGHTS = {"id": 1.0, "title": 5.0, "signals": 4.0, "names": 5.0, "stack": 4.0, "summary": 3.0, "about": 1.0, "text": 1.0}
# A term has many synonyms, and a question seldom has more than one of them: that one counts as a whole (`=alert+fatigu`), and its words
# no more than those of the definition.
SYNONYM = 1.0
# A call for contributors has no lesson in it; a case that has comes first.
STATUS_WEIGHTS = {"wanted": 0.4}
# BM25: how soon more of the same word stops mattering, how much length counts, and what length is usual. A case is short and has
# its words where it matters, so more of them go on mattering for longer than in the customary 1.2 to 2. Cases
# differ in length because some have more to tell, so length counts for less than the customary 0.75.
SATURATION, LENGTH_PENALTY, USUAL_LENGTH = 4.0, 0.35, 420.0
# An impact is stored as a whole number of these steps: the index is smaller and nobody can tell the difference.
STEPS = 8
# A name or synonym of a term may have up to so many words to be looked for as a whole.
LONGEST_NAME = 5


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
        weight = SYNONYM if part == "names" and document.status == TERM else WEIGHTS[part]
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
