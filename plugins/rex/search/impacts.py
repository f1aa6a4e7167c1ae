"""What a document is indexed under, and how much each term says about it. Pure; every engine may use it.

A term is a stem, or a name for a whole that a single stem cannot be:

- `=alert+fatigu`: all stems of a name or synonym of a mistake, a fix or a pillar together. "alert fatigue" then means
  the mistake, while words that only stand in several of its names are just words. Cases that say "alert fatigue" have it too:
  what people call a thing in two words is more than the two.
- `@la poste`: words of a name as they are written and in their order, for pages, dates and numbers of vulnerabilities.
- `signals:refused`: a word of a message that the case or symptom quotes; such words are not stemmed.
- `?0alert`: a stem within the ways of asking for a case, whose number is no impact: bit n says that the n-th way has it, `?1alert`
  goes on from the ninth. Two words of a question in one of them say more than two that only stand in the same case.

How much a term says (its impact) is BM25F with fixed constants, computed when the text is indexed: a query then only
adds up, and no document's score depends on the length of the others.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from itertools import chain

from rex.search.model import PLACE, TERM, Document
from rex.search.text.log_lines import LEAST_WORDS, Message, message_of
from rex.search.text.stemmer import stem
from rex.search.text.tokens import plain_words, stems
from rex.search.weights import LENGTH_PENALTY, LONGEST_NAME, PARTS, SATURATION, STATUS_WEIGHTS, STEPS, SYNONYM, USUAL_LENGTH
from rex.search.words import STOP_WORDS

# A number of an index has eight bits; twice as many ways of asking are more than a case may have.
_WAYS, ASKED_PARTS = 8, 2


@dataclass(frozen=True)
class Names:
    """Names of several words that terms have in one language, as sets of stems, and all stems in them."""

    names: frozenset[frozenset[str]] = frozenset()
    stems: frozenset[str] = frozenset()

    @cached_property
    def digest(self) -> str:
        """The same for the same names, on every machine."""
        return blake2b(repr(sorted(map(sorted, self.names))).encode(), digest_size=12).hexdigest()

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
    if document.status == PLACE:
        return {}
    parts = {
        "id": document.id,
        "title": document.title,
        "signals": "\n".join(document.signals),
        "names": "\n".join(document.names),
        "stack": "\n".join(document.stack),
        "summary": document.summary,
        "about": "\n".join(document.about),
        "asked": "\n".join(document.asked),
        "messages": "\n".join(document.messages),
        "text": document.text,
    }
    return {part: plain_words(text) for part, text in parts.items()}


def text_of(document: Document) -> str:
    """What people may misspell of it. The names of pages are not searched word by word."""
    if document.status == PLACE:
        return ""
    parts = (document.title, document.summary, document.text, *document.names, *document.stack, *document.signals, *document.about)
    return "\n".join(parts)


def document_terms(
    document: Document, words: Mapping[str, list[str]] | None = None, names: Mapping[str, Names] | None = None
) -> dict[str, int]:
    """Every term of a document with its impact in `STEPS`.

    `words` are its `document_words`, if they are already there; `names` are those to be found in it, see `names_of`.
    """
    exact = dict.fromkeys(map(exact_term, map(plain_words, document.exact)), STEPS)
    if document.status == PLACE:
        return exact
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
        wholes = chain(map(concept_term, _wholes(document)), _quoted(document))
    else:
        possible = (names or {}).get(document.lang)
        text = chain(words["title"], words["summary"], words["text"])
        said = possible.said([stem_of[word] for word in text if word in stem_of]) if possible else ()
        wholes = chain(_quoted(document), said)
    asked = {} if document.status == TERM else _asked(document)
    return impacts | exact | dict.fromkeys(wholes, _steps(status)) | asked


def _steps(impact: float) -> int:
    return max(1, round(impact * STEPS))


def signal_term(word: str) -> str:
    """The term of a word within a message."""
    return f"signals:{word}"


def asked_term(stem: str, part: int) -> str:
    """The term of a stem within the ways of asking, eight of which are a part."""
    return f"?{part}{stem}"


def ways(part: int, bits: int) -> list[int]:
    """The numbers of the ways of asking that a part speaks of."""
    return [_WAYS * part + bit for bit in range(_WAYS) if bits >> bit & 1]


def exact_term(words: Iterable[str]) -> str:
    """The term of a name that is looked for as it is written."""
    return f"@{' '.join(words)}"


def concept_term(stems: Iterable[str]) -> str:
    """The term of a name, whatever the order of its words."""
    return "=" + "+".join(sorted(set(stems)))


def messages_of(document: Document) -> list[Message]:
    """The messages of a case or a symptom as they are compared. Of a symptom an editor has chosen the phrases."""
    chosen = document.status == TERM
    found = [message_of(text, chosen=chosen, template=chosen) for text in document.signals]
    loose = [message_of(text, template=True) for text in document.messages]
    return [
        *(message for message in found if message),
        *(Message(message.text, message.words, phrase=False) for message in loose if message and len(set(message.words)) >= LEAST_WORDS),
    ]


def _asked(document: Document) -> dict[str, int]:
    """In which of its ways of asking a stem stands, beside another."""
    found: dict[str, int] = {}
    for number, text in enumerate(document.asked[: _WAYS * ASKED_PARTS]):
        part, bit = divmod(number, _WAYS)
        there = set(stems(text, document.lang))
        for one in there if len(there) > 1 else ():
            term = asked_term(one, part)
            found[term] = found.get(term, 0) | 1 << bit
    return found


def _quoted(document: Document) -> Iterable[str]:
    return (signal_term(word) for message in messages_of(document) for word in message.words)


def _wholes(document: Document) -> Iterable[frozenset[str]]:
    for name in (document.title, *document.names):
        whole = frozenset(stems(name, document.lang))
        if 0 < len(whole) <= LONGEST_NAME:
            yield whole
