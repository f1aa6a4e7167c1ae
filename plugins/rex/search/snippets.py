"""The passage of a document that answers a query, with the places to mark. Pure: text in, text out.

The analysis comes in as an argument (`rex.search.text.tokens.tokens`), since its stemmers come from an engine's package
and this module serves every engine.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from rex.search.model import Document

LENGTH = 240

# A sentence ends at a full stop that a space and a capital, a digit or an opening quote follow.
_END = re.compile(r"(?<=[.!?…])[\s»”\")\]]*\s+(?=[A-ZÀ-ÖØ-ÞŒ0-9«“\"(])|\n+")


Token = tuple[str, int, int]


class Tokens(Protocol):
    """`rex.search.text.tokens.tokens`: stems with their places."""

    def __call__(self, text: str, lang: str, *, only: frozenset[str] | None = None) -> list[Token]: ...


@dataclass(frozen=True)
class Passage:
    """`marks` are (start, end) of the matched words within `text`."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


def best_passage(document: Document, stems: frozenset[str], tokens: Tokens) -> Passage:
    """The sentence that has most of the stems, at most 240 characters; the summary if none has any."""
    best: tuple[tuple[int, int], str, list[Token]] | None = None
    for sentence in _sentences(document):
        matched = tokens(sentence, document.lang, only=stems)
        score = (len({stem for stem, _, _ in matched}), len(matched))
        # Strictly more: of equal sentences the first one stands nearest to the summary.
        if matched and (best is None or score > best[0]):
            best = (score, sentence, matched)
    if best is None:
        return Passage(_cut(document.summary, 0, LENGTH)[0])
    return _window(best[1], best[2])


def _sentences(document: Document) -> Iterator[str]:
    for text in (document.summary, *document.signals, document.text):
        for sentence in _END.split(text):
            stripped = sentence.strip()
            if stripped:
                yield stripped


def _window(sentence: str, matched: list[Token]) -> Passage:
    """The stretch of a long sentence with most distinct stems in it."""
    if len(sentence) <= LENGTH:
        return Passage(sentence, tuple((start, end) for _, start, end in matched))
    room = LENGTH - 40
    start = max(
        (token[1] for token in matched),
        key=lambda begin: (len({stem for stem, s, e in matched if begin <= s and e <= begin + room}), -begin),
    )
    text, offset = _cut(sentence, max(0, start - 30), LENGTH)
    last = len(text) - text.endswith("…")
    marks = ((s + offset, e + offset) for _, s, e in matched)
    return Passage(text, tuple((s, e) for s, e in marks if s >= 0 and e <= last))


def _cut(text: str, start: int, length: int) -> tuple[str, int]:
    """At most `length` characters from about `start`, cut between words, and what to add to a place in `text`."""
    if len(text) <= length:
        return text, 0
    if start:
        space = text.find(" ", start, start + 30)
        start = start if space < 0 else space + 1
    end = start + length - 2
    if end >= len(text):
        piece = text[start:]
    else:
        space = text.rfind(" ", start, end)
        piece = text[start : end if space <= start else space].rstrip(" ,;:") + "…"
    return ("…" + piece, 1 - start) if start else (piece, 0)
