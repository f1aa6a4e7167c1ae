"""From what somebody typed to what is looked for: words, phrases, or a pasted log. Pure; no engine.

Nothing a person types is an error here but nothing at all: a quote that is not closed is a word. Logs are full of quotes and
colons, so in a paste nothing is syntax.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from rex.search.text.log_lines import is_pasted, normalise
from rex.search.text.log_lines import words as message_words
from rex.search.text.tokens import capitals, compounds, deliberate, query_words
from rex.search.text.tokens import words as words_of
from rex.search.weights import WEIGHTS
from rex.search.words import ASKING, STOP_WORDS

MAX_LINES = 200
# Of a paste, so many characters are looked into for names that the rules dropped.
_NAMES_WITHIN = 4000


@dataclass(frozen=True)
class Must:
    """A phrase that has to stand somewhere. `words` are folded."""

    words: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Question:
    """`words` are looked for and count; `extra` help but are not missed, and `asking` help a little. `lines` are compared with messages.

    `typed` are all its words in order, for names that are looked for as they are written. `lang` is the language that its small words
    show, or empty. `compounds` says what words like `OOMKilled` are made of, `signs`
    which letters of a word were typed with a sign that is no slip, `names` which words are no slips at all.
    """

    words: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    asking: tuple[str, ...] = ()
    musts: tuple[Must, ...] = ()
    lines: tuple[tuple[str, ...], ...] = ()
    typed: tuple[str, ...] = ()
    pasted: bool = False
    lang: str = ""
    compounds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    signs: Mapping[str, frozenset[str]] = field(default_factory=dict)
    names: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.extra or self.musts)


_PHRASE = re.compile(r'["“”]([^"“”«»]+)["“”]|^\s*«([^"“”«»]+)»\s*$')


# Signs that nobody sees and that part words: a soft hyphen, spaces without width.
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")


def read_question(text: str) -> Question:
    """What to look for."""
    text = _UNSEEN.sub("", text)
    lines = normalise(text)
    compared = tuple(tuple(message_words(line)) for line in lines[:MAX_LINES])
    if is_pasted(text):
        left = query_words("\n".join(lines))
        counted = [word for word in left if len(word) > 1 and not _has_digit(word)]
        # What the rules dropped may still be a name that the base knows: a host, a product with a digit.
        extra = [word for word in query_words(text[:_NAMES_WITHIN]) if word not in counted and len(word) > 2 and not word.isdigit()]
        # A date on its own looks like a log, of which nothing would be left.
        if counted:
            return Question(tuple(counted), tuple(extra), lines=compared, pasted=True, compounds=compounds(text[:_NAMES_WITHIN]))
    # Within a French sentence, guillemets show what somebody says; only alone they ask for the very words.
    phrases = ((tuple(query_words(phrase)), phrase) for phrase in (plain or french for plain, french in _PHRASE.findall(text)))
    words = query_words(text)
    # A single letter is what is left of a name with punctuation in it.
    asked = [word for word in words if word not in ASKING and (len(word) > 1 or word.isdigit())] or words
    return Question(
        tuple(asked[: WEIGHTS.most_words]),
        asking=tuple(word for word in words if word in ASKING and word not in asked)[: WEIGHTS.most_words],
        musts=tuple(Must(wanted, phrase) for wanted, phrase in phrases if len(wanted) > 1),
        lines=compared,
        typed=tuple(word for word, _, _ in words_of(text))[: WEIGHTS.most_words],
        lang=_language(text),
        compounds=compounds(text),
        signs=deliberate(text),
        names=capitals(text),
    )


def _has_digit(word: str) -> bool:
    return any(letter.isdigit() for letter in word)


def _language(text: str) -> str:
    there = [word for word, _, _ in words_of(text)]
    counts = {
        lang: sum(word in stop and all(word not in other for other in STOP_WORDS.values() if other is not stop) for word in there)
        for lang, stop in STOP_WORDS.items()
    }
    best = max(counts, key=lambda lang: counts[lang])
    return best if sum(count == counts[best] for count in counts.values()) == 1 else ""


# What other programs understand and this one does not, by the name under which the interface says so.
_NOT_SYNTAX = {
    "operator": re.compile(r"[^\W_] (?:AND|OR|NOT) [^\W_]"),
    "star": re.compile(r"[^\W_]\*"),
    "field": re.compile(r"(?:^|\s)(?:title|company|signals|stack|body|text|author):[^\W_]", re.IGNORECASE),
}


def not_syntax(text: str) -> list[str]:
    """What somebody may take for syntax and is none, by name. Nothing in a paste is."""
    if is_pasted(text):
        return []
    return [name for name, pattern in _NOT_SYNTAX.items() if pattern.search(text)]


def windows(stems: list[tuple[str, ...]], lang_index: int, longest: int) -> list[frozenset[str]]:
    """Sets of stems of words that stand together, for names of several words; `lang_index` chooses the stemmer."""
    chosen = [each[min(lang_index, len(each) - 1)] if each else "" for each in stems]
    found = (chosen[start : start + size] for size in range(1, longest + 1) for start in range(len(chosen) - size + 1))
    return list(dict.fromkeys(frozenset(some) for some in found if all(some)))


def stretches(words: tuple[str, ...], longest: int) -> list[tuple[str, ...]]:
    """Words that stand together, in their order."""
    return list(dict.fromkeys(words[start : start + size] for size in range(1, longest + 1) for start in range(len(words) - size + 1)))
