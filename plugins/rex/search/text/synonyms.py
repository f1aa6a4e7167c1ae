"""Words that people use for one another: which of them are worth looking for. The groups are data (`rex.search.words`)."""

from collections.abc import Callable, Mapping
from functools import cache

from rex.search.text.tokens import plain_words, stems_of
from rex.search.words import FORMS, SYNONYMS

# The share of all documents above which a word is common; so many are never too many.
COMMON, FEW = 0.1, 10

# A stem begins as its word does, or as the word that this one is a form of, for at least so many letters.
_PREFIX = 3


@cache
def _lines() -> Mapping[str, tuple[str, ...]]:
    """Groups by the first letters of their words: stemming all of them would take longer than a search."""
    found: dict[str, dict[str, None]] = {}
    for line in SYNONYMS:
        for word in plain_words(line):
            for known in (word, FORMS.get(word, word)):
                found.setdefault(known[:_PREFIX], {})[line] = None
    return {prefix: tuple(lines) for prefix, lines in found.items()}


@cache
def _stems(line: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(stem for word in plain_words(line) for stem in stems_of(word)))


def standing_in(stems: tuple[str, ...], frequency: Callable[[str], int], documents: int) -> tuple[str, ...]:
    """Neighbours that are worth looking for, where `frequency` says in how many of so many documents a stem is.

    A word that many texts have needs no other to stand for it, and one that many texts have stands for nothing.
    """
    most = max(FEW, COMMON * documents)
    if max(map(frequency, stems)) > most:
        return ()
    return tuple(stem for stem in neighbours(stems) if 0 < frequency(stem) <= most)


def neighbours(stems: tuple[str, ...]) -> tuple[str, ...]:
    """Stems that may stand for these; none of these among them."""
    groups = dict.fromkeys(line for stem in stems for line in _lines().get(stem[:_PREFIX], ()))
    found = dict.fromkeys(other for line in groups if set(stems) & set(_stems(line)) for other in _stems(line))
    return tuple(other for other in found if other not in stems)
