"""The words of the base, as they are written, to find the one that somebody meant and mistyped. Pure; no engine."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from rex.core.text import fold
from rex.search.model import Document
from rex.search.weights import WEIGHTS

LONGEST = 40


# Letters only: what has a digit in it is a name, and nobody's slip.
_WORD = re.compile(r"[^\W\d_]+")


def lexicon_of(documents: Iterable[Document]) -> set[str]:
    """Every word worth correcting to, in lower case and with its accents."""
    found: set[str] = set()
    for document in documents:
        parts = (document.title, document.summary, document.text, *document.names, *document.stack, *document.signals, *document.about)
        found.update(_WORD.findall("\n".join(parts).lower()))
    return {word for word in found if WEIGHTS.shortest <= len(word) <= LONGEST}


class Lexicon:
    """Looks up words that are near to another one. Made from words with accents, or from what `dump` wrote."""

    def __init__(self, known: Iterable[str]) -> None:
        self.known = frozenset(known)

    def dump(self) -> str:
        return "\n".join(sorted(self.known))

    @cached_property
    def _folded(self) -> dict[str, dict[str, str]]:
        """By first letter: folded word to the word itself."""
        found: dict[str, dict[str, str]] = {}
        for word in sorted(self.known):
            folded = fold(word)
            found.setdefault(folded[0], {}).setdefault(folded, word)
        return found

    def near(self, word: str, signs: frozenset[str] = frozenset()) -> Iterator[tuple[int, str]]:
        """Known words that `word` (folded) may be a slip for, with their distance, nearest first.

        Two slips in a long word, one in a short one, and in the shortest only a letter that was left out. The first
        letter is nearly always right; if it is not, the first two have changed places. `signs` are letters
        that were typed as they are meant: a word without them is not near.
        """
        if not WEIGHTS.shortest <= len(word) <= LONGEST or not word.isalpha():
            return
        # Late: most questions are spelt right.
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        slips = 2 if len(word) >= WEIGHTS.long else 1
        near: list[tuple[int, str]] = []
        for first in dict.fromkeys(word[:2]):
            bucket = self._folded.get(first, {})
            found = process.extract(word, list(bucket), scorer=OSA.distance, score_cutoff=slips, limit=12)
            near += [
                (int(distance), bucket[folded])
                for folded, distance, _ in found
                if (first == word[0] or folded[1:2] == word[0]) and (len(word) > WEIGHTS.shortest or len(folded) > len(word))
            ]
        yield from sorted((distance, known) for distance, known in near if signs <= set(known))
