"""From what somebody typed to what is looked for: words, phrases, fields, or a pasted log. Pure; no engine.

Nothing a person types is an error here but nothing at all: a quote that is not closed or a field that is none are
words. Logs are full of quotes and colons, so in a paste nothing is syntax.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from rex.search.model import FIELDS
from rex.search.text.log_lines import is_pasted, normalise
from rex.search.text.log_lines import words as symptom_words
from rex.search.text.tokens import compounds, deliberate, query_words, stems_of
from rex.search.text.tokens import words as words_of
from rex.search.words import ASKING, STOP_WORDS

# A question has some words; a paste has thousands, of which the first ones decide.
MAX_WORDS = 64
MAX_LINES = 200


def _asked(words: list[str]) -> list[str]:
    # A single letter is what is left of a name with punctuation in it.
    return [word for word in words if word not in ASKING and (len(word) > 1 or word.isdigit())] or words


_SYNTAX = re.compile(rf'(?:\b(?P<field>{"|".join(FIELDS)}):)?(?:["“”«](?P<phrase>[^"“”«»]+)["“”»]|(?P<word>[^\s"“”«»]+))', re.IGNORECASE)


@dataclass(frozen=True)
class Must:
    """A phrase, or a word, that has to stand in `field`, or anywhere if it is empty. `words` are folded."""

    field: str
    words: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Question:
    """`words` are looked for and count; `extra` help but are not missed. `lines` are compared with signals.

    `lang` is the language that its small words show, or empty. `compounds` says what words like `OOMKilled` are made of, `signs`
    which letters of a word were typed with a sign that is no slip.
    """

    words: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    musts: tuple[Must, ...] = ()
    lines: tuple[tuple[str, ...], ...] = ()
    pasted: bool = False
    lang: str = ""
    compounds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    signs: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.extra or self.musts)


def read_question(text: str) -> Question:
    """What to look for."""
    lines = normalise(text)
    compared = tuple(tuple(symptom_words(line)) for line in lines[:MAX_LINES])
    if is_pasted(text):
        left = query_words("\n".join(lines))
        counted = left[:MAX_WORDS]
        # What the rules dropped may still be a name that the base knows: a host, a product with a digit.
        known = [word for word in query_words(text[:4000]) if word not in counted and len(word) > 2 and not word.isdigit()]
        return Question(tuple(counted), tuple(known[:MAX_WORDS]), (), compared, pasted=True, compounds=compounds(text[:4000]))
    musts, loose = [], []
    for match in _SYNTAX.finditer(text):
        part, phrase, word = (match.group("field") or "").lower(), match.group("phrase"), match.group("word")
        wanted = tuple(query_words(phrase or word or ""))
        if wanted and (part or (phrase and len(wanted) > 1)):
            musts.append(Must(part, wanted, phrase or word))
        loose.append(phrase or word or "")
    asked = tuple(_asked(query_words(" ".join(loose)))[:MAX_WORDS])
    return Question(asked, (), tuple(musts), compared, lang=_language(text), compounds=compounds(text), signs=deliberate(text))


def _language(text: str) -> str:
    there = [word for word, _, _ in words_of(text)]
    counts = {
        lang: sum(word in stop and all(word not in other for other in STOP_WORDS.values() if other is not stop) for word in there)
        for lang, stop in STOP_WORDS.items()
    }
    best = max(counts, key=lambda lang: counts[lang])
    return best if sum(count == counts[best] for count in counts.values()) == 1 else ""


def windows(words: tuple[str, ...], lang_index: int, longest: int) -> list[frozenset[str]]:
    """Sets of stems of words that stand together, for names of several words; `lang_index` chooses the stemmer."""
    stems = [stems[min(lang_index, len(stems) - 1)] for stems in map(stems_of, words)]
    found = (frozenset(stems[start : start + size]) for size in range(1, longest + 1) for start in range(len(stems) - size + 1))
    return list(dict.fromkeys(found))
