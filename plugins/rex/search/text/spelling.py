"""The words of the base, to find the one that somebody meant: mistyped, or in another ending. Pure; no engine."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from rex.core.text import fold
from rex.search.text.tokens import plain_words
from rex.search.weights import WEIGHTS
from rex.search.words import ENDINGS, FORMS, STOP_WORDS, SYNONYMS

# Letters only: what has a digit in it is a name, and nobody's slip.
_WORD = re.compile(r"[^\W\d_]+")
_SILENT = frozenset().union(*STOP_WORDS.values())


# So many letters two forms share at least, and only words of more have another form.
STEM = 4


def spellings_of(texts: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Every word worth correcting to, in lower case and with its accents, with the language that alone has it, or nothing."""
    found: dict[str, str] = {}
    for lang, text in texts:
        for word in set(_WORD.findall(text.lower())):
            if WEIGHTS.shortest <= len(word) <= WEIGHTS.longest:
                found[word] = lang if found.get(word, lang) == lang else ""
    return {word: lang for word, lang in found.items() if fold(word) not in _SILENT}


def synonym_words() -> frozenset[str]:
    """Words that stand for others or are forms of others, whether a text has them or not."""
    return frozenset(plain_words("\n".join((*SYNONYMS, *FORMS))))


def kinship(one: str, other: str) -> int:
    """How long a beginning two forms of one word share, roughly; 0 if none. For words that the base lacks."""
    length = 0
    while length < min(len(one), len(other)) and one[length] == other[length]:
        length += 1
    for least in range(length, max(STEM, length - 3) - 1, -1):
        if one[least:] in ENDINGS and other[least:] in ENDINGS:
            return least
    return 0


class Lexicon:
    """Looks up words. `words` are folded, as texts have them; `spellings` are written with their accents, see `spellings_of`."""

    def __init__(self, words: Iterable[str] = (), spellings: Mapping[str, str] | None = None) -> None:
        self.words = frozenset(words)
        self.spellings = dict(spellings or {})

    def dump(self) -> str:
        """As `load` reads it."""
        spelled = (f"{word}\t{lang}" for word, lang in sorted(self.spellings.items()))
        return "\n".join([*sorted(self.words), "", *spelled])

    @classmethod
    def load(cls, text: str) -> "Lexicon":
        words, _, spelled = text.partition("\n\n")
        pairs = (line.partition("\t") for line in spelled.split("\n") if line)
        return cls((word for word in words.split("\n") if word), {word: lang for word, _, lang in pairs})

    def and_more(self, other: "Lexicon") -> "Lexicon":
        """The words of both."""
        merged = dict(self.spellings)
        for word, lang in other.spellings.items():
            merged[word] = lang if merged.get(word, lang) == lang else ""
        return Lexicon(self.words | other.words, merged)

    def knows(self, word: str) -> bool:
        """Whether some text has a word, or it stands for others."""
        return word in self.words or word in self._synonyms

    @cached_property
    def _synonyms(self) -> frozenset[str]:
        return synonym_words()

    @cached_property
    def _by_letter(self) -> dict[str, dict[str, str]]:
        """By first letter: folded word to the word itself."""
        found: dict[str, dict[str, str]] = {}
        for word in sorted(self.spellings):
            folded = fold(word)
            found.setdefault(folded[0], {}).setdefault(folded, word)
        return found

    @cached_property
    def _by_stem(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self.words | self._synonyms):
            found[word[:STEM]].append(word)
        return found

    def near(self, word: str, lang: str, signs: frozenset[str] = frozenset()) -> tuple[int, list[str]]:
        """How many slips away the nearest words are that `word` (folded) may be a slip for, and these with their accents.

        Two slips in a long word, one in a short one, and in the shortest only a letter that was left out. The first
        letter is nearly always right; if it is not, the first two have changed places. `signs` are letters
        that were typed as they are meant: a word without them is not near; nor is one of another language than `lang`, if there is one.
        """
        if not WEIGHTS.shortest <= len(word) <= WEIGHTS.longest or not word.isalpha():
            return 0, []
        # Late: most questions are spelt right.
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        slips = 2 if len(word) >= WEIGHTS.long else 1
        near: list[tuple[int, str]] = []
        for first in dict.fromkeys(word[:2]):
            bucket = self._by_letter.get(first, {})
            for folded, distance, _ in process.extract(word, list(bucket), scorer=OSA.distance, score_cutoff=slips, limit=None):
                turned = first != word[0]
                if (turned and folded[1:2] != word[0]) or (len(word) <= WEIGHTS.shortest and len(folded) <= len(word)):
                    continue
                known = bucket[folded]
                if signs <= set(known) and (not lang or self.spellings[known] in ("", lang)):
                    near.append((int(distance), known))
        least = min((distance for distance, _ in near), default=0)
        return least, sorted({known for distance, known in near if distance == least})

    def kin(self, word: str) -> list[tuple[int, str]]:
        """Words that may be the same one with another ending, with the length of what they share; longest first."""
        if len(word) <= STEM:
            return []
        found = ((kinship(word, other), other) for other in self._by_stem.get(word[:STEM], ()))
        return sorted(((length, other) for length, other in found if length), key=lambda kin: (-kin[0], kin[1]))
