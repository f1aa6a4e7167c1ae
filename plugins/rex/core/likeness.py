"""How alike the texts of cases are: a pure comparison of words, for related cases and for near-duplicates.

No engine, no index and no stemmer: pages, data, command line and linter must agree on the result, on every machine.
Each case is reduced to its most telling words (TF-IDF), which keeps comparing a thousand cases within a second.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

from rex.core.language import DEFAULT_LANGUAGE
from rex.core.text import fold

if TYPE_CHECKING:
    from rex.core.corpus import CaseFile

# Enough words to tell two stories of the same kind apart.
TELLING = 60
# The title counts like several mentions in the text.
_TITLE = 4
# Sums of floats are not exact.
_SLACK = 1e-9
_WORD = re.compile(r"[^\W\d_]{4,}")


class Likeness:
    """Compares the published texts of some cases, in one language where they have it."""

    def __init__(self, files: Mapping[str, "CaseFile"]) -> None:
        folded = cache(fold)  # the same words come again and again
        counts = {case_id: _words(file, folded) for case_id, file in files.items()}
        spread = Counter(word for words in counts.values() for word in words)
        self._vectors = {case_id: _vector(words, spread, len(counts)) for case_id, words in counts.items()}
        self._with: dict[str, dict[str, float]] = defaultdict(dict)
        for case_id, vector in self._vectors.items():
            for word, weight in vector.items():
                self._with[word][case_id] = weight

    def between(self, one: str, other: str) -> float:
        """From 0, nothing in common, to 1, the same words; 0 for a case that was not given."""
        first, second = self._vectors.get(one, {}), self._vectors.get(other, {})
        return round(sum(weight * second[word] for word, weight in first.items() if word in second), 4)

    def above(self, least: float) -> list[tuple[str, str, float]]:
        """Every pair at least so alike, by id, each once. Only cases that share one of the rarer words are compared."""
        found = []
        for one in sorted(self._vectors):
            vector = self._vectors[one]
            others = sorted({other for word in self._deciding(vector, least) for other in self._with[word] if other > one})
            for other in others:
                second = self._vectors[other]
                value = sum(weight * second[word] for word, weight in vector.items() if word in second)
                if value >= least:
                    found.append((one, other, round(value, 4)))
        return found

    def _deciding(self, vector: Mapping[str, float], least: float) -> Iterator[str]:
        """The rarest words, so many that all others together cannot make another case so alike: its vector is no longer than 1."""
        rest = sum(weight * weight for weight in vector.values())
        for word in sorted(vector, key=lambda word: (len(self._with[word]), word)):
            if rest < least * least - _SLACK:
                return
            yield word
            rest -= vector[word] ** 2


def _words(file: "CaseFile", folded: Callable[[str], str]) -> Counter[str]:
    case = file.in_language(DEFAULT_LANGUAGE)
    claims = [*(claim.what for claim in case.case.mistakes), *(claim.what for claim in case.case.fixes)]
    texts = [*[case.case.title] * _TITLE, case.case.summary, *claims, case.body]
    return Counter(folded(word) for text in texts for word in _WORD.findall(text))


def _vector(words: Counter[str], spread: Counter[str], cases: int) -> dict[str, float]:
    weights = {word: (1 + math.log(count)) * math.log(cases / spread[word]) for word, count in words.items() if spread[word] < cases}
    telling = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:TELLING]
    length = math.sqrt(sum(weight * weight for _, weight in telling)) or 1.0
    return {word: weight / length for word, weight in telling}
